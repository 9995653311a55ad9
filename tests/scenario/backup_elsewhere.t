# A copy into another folder outlives erasures: it takes a person who may staff
# the office. It does not put off the copies of the configuration's folder.
stick in
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
who first
does key.init sari
unlocks sari
does people.add budi role officer
does key.officer budi
unlocks budi
pass 1m
stick holds 3 1
who nobody
does backup
expect answer error=none
stick holds 4 1
backup elsewhere
expect answer error=forbidden
who budi
backup elsewhere
expect answer error=forbidden
who sari
backup elsewhere
expect answer error=none
expect result managed=no
pass 2m
stick holds 4 1
# A copy elsewhere each few hours: the day's own are made all the same.
pass 12h
unlocks sari
backup elsewhere
pass 13h
stick holds 5 1
unlocks sari
does panic
who sari
backup elsewhere
expect answer error=panic

# An assignment that reached the keys alone: who opens nothing does nothing.
who first
does key.init sari
unlocks sari
does people.add budi role officer
does key.officer budi
sms from +6281111111111 "halo, apakah kantor buka"
forget
disk full in siaga.db
does report.assign report 1 to sari
expect answer error=store
disk fine
pass 1m
unlocks budi
expect report 1 not_assigned=yes
does report.confirm report 1 phone own window 1S
expect answer error=not_assigned

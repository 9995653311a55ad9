# The panic lock works on a full disk, in memory; it is kept once the disk takes it.
who first
does key.init ratna
unlocks ratna
sms from +6281234567801 "suami saya memukul saya"
forget
disk full
does panic
expect result locked=yes kept=no
disk fine
pass 1m
does people.add budi role officer
expect answer error=panic
restart
does people.add budi role officer
expect answer error=panic

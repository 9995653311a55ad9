# What was joined to an open report is part of it, and is searched as well.
who first
does key.init ratna
unlocks ratna
sms from +6281234567801 "halo, saya mau tanya"
pass 1m
sms from +6281234567802 "suami saya Karyono memukul saya"
forget
does report.join report 1 other <code> reason "orang yang sama"
expect answer error=none
does report.find words karyono
expect result found.1.in=text

# A file of keys that somebody kept aside, from before an erasure: refused
# where anything newer is known; forced, the erased case stays dark all the
# same, by the list that is on the box, or by the data that know of it.
stick in
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
sms from +6281234567891 "halo, ada petugas"
expect text R01 to +6281234567891
who first
does key.init sari name "Sari"
unlocks sari
pass 2m
stick copied
does report.erase report 2 reason "diminta"
pass 2m
forget
# Over the box as it is: its own list of erasures counts.
restore by sari from copy forced generation 1
restart
unlocks sari
expect message 1 of report 1 "suami saya memukul saya"
expect report 2 state=erased
expect log "backup.erased_again"
# Its number is above all others, and the file on the stick is written anew.
pass 2m
expect report 2 erasure=complete
does backup
expect result generation=5
# The newest of all on a fresh box; and when the office knows of newer ones.
stick copied
box lost
restore by sari from copy
restart
unlocks sari
expect report 2 state=erased
box lost
restore by sari from copy generation 99 fails "older than the newest"
restore by sari from copy generation 99 forced
restart
unlocks sari
expect report 2 state=erased
expect message 1 of report 1 "suami saya memukul saya"
does backup
expect result generation=101
forget

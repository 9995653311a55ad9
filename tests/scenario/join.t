# Two reports of one person: the second goes on in the first, and the more
# urgent and more careful of both is in force.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
pass 40m
sms from +6281234567802 "suami saya pukul saya"
expect text R04 to +6281234567802
officer 1 join other 1 reason "sama"
expect answer error=joined
officer 1 join other 2 reason "orang yang sama, dari suara"
expect answer error=none
expect report 1 urgency=high
# what the second phone says now stands in the first report
sms from +6281234567802 "Sokawera"
expect text R32 to +6281234567802
expect message 2 of report 1 "Sokawera"
officer 1 join other 2 reason "lagi"
expect answer error=joined

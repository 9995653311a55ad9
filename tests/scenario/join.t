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

# Her answer, her safe word, her silence and whose phone it is go on in it.
sms from +6281234567803 "halo, apakah kantor buka"
officer confirm phone own
pass 40m
sms from +6281234567804 "halo, apakah kantor buka"
sms from +6281234567804 "1"
sms from +6281234567804 "2"
officer confirm word mangga consent K
officer reply text "Silakan datang ke balai desa besok jam 9."
sms from +6281234567804 "STOP"
forget
officer 3 confirm consent KM
officer 3 join other 4 reason "orang yang sama"
expect report 3 contact.safe_word=yes consent.letters=K
officer 4 reply text "Silakan datang ke balai desa besok jam 9."
expect answer error=joined
pass 40m
sms from +6281234567804 "apakah ada kabar"
expect text R34 to +6281234567804
sms from +6281234567804 "mangga"
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567804

# HAPUS YA means the older words too, which stay in the joined report; the
# office hears of each report that is to be erased.
sms from +6281234567805 "halo, apakah kantor buka"
pass 40m
sms from +6281234567806 "halo, apakah kantor buka"
officer 6 join other 7 reason "orang yang sama"
pass 40m
forget
sms from +6281234567806 "HAPUS YA"
expect text R22 to +6281234567806
expect webhook report.updated
expect report 6 state=erase_pending
expect report 7 state=erase_pending

# A joined report goes on where that one is joined.
sms from +6281234567807 "halo, apakah kantor buka"
sms from +6281234567808 "halo, apakah kantor buka"
sms from +6281234567809 "halo, apakah kantor buka"
officer 9 join other 10 reason "orang yang sama"
officer 8 join other 9 reason "orang yang sama"
forget
sms from +6281234567809 "dia datang semalam"
expect message 2 of report 8 "dia datang semalam"

# Nothing is done to the report that was joined: it would change nothing for
# her. What is in quarantine takes no other report.
officer 10 confirm phone his
expect answer error=joined
officer 10 urgency low
expect answer error=joined
officer 10 close reason "selesai"
expect answer error=joined
sms from +6281234567810 "mama minta pulsa ke no ini 081234567899"
officer 11 join other 8 reason "orang yang sama"
expect answer error=no_way

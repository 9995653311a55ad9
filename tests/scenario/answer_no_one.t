# I15: R34 goes only to a number that answered 1 in that case. Who never said
# that this phone may be answered is not told that anything waits.
sms from +6281234567801 "suami saya pukul saya"
expect text R04 to +6281234567801
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
sms from +6281234567801 "apakah ada kabar"
expect text R01 to +6281234567801
# another number neither
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802

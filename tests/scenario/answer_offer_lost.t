# An offer that never left was no offer: it comes with her next text. One that
# perhaps reached her is not repeated.
sms from +6281234567801 "halo, apakah kantor buka"
sms from +6281234567801 "1"
forget
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
modem answers failed 21 1 times
sms from +6281234567801 "apakah ada kabar"
expect no text
pass 40m
sms from +6281234567801 "apakah ada kabar lagi"
expect text R34 to +6281234567801

sms from +6281234567802 "halo, apakah kantor buka"
sms from +6281234567802 "1"
forget
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
modem answers failed 500 1 times
sms from +6281234567802 "apakah ada kabar"
expect no text
pass 40m
sms from +6281234567802 "apakah ada kabar lagi"
expect text R01 to +6281234567802

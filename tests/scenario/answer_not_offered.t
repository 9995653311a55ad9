# Whose phone is a wrong number's is offered nothing, and nobody is after HAPUS YA.
sms from +6281234567801 "halo, apakah kantor buka"
sms from +6281234567801 "1"
sms from +6281234567801 "2"
officer reply text "Silakan datang ke balai desa besok jam 9."
officer confirm wrong-number
forget
pass 40m
sms from +6281234567801 "halo"
expect text R01 to +6281234567801

sms from +6281234567802 "halo, apakah kantor buka"
sms from +6281234567802 "1"
sms from +6281234567802 "2"
officer reply text "Silakan datang ke balai desa besok jam 9."
sms from +6281234567802 "HAPUS YA"
forget
pass 40m
sms from +6281234567802 "halo"
expect text R01 to +6281234567802

# I18: N and STOP hold for all cases of a number, also for the older ones.
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
4 times sms from +6281234567801 "0"
sms from +6281234567801 "1S"
forget
officer confirm phone own
expect report 1 contact.way=sms
pass 31m
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
4 times sms from +6281234567801 "0"
sms from +6281234567801 "N"
forget
expect report 2 contact.way=never
expect report 1 contact.way=never
officer 1 reply text "Silakan datang ke balai desa besok jam 9."
pass 1d
expect no text
officer 1 override reason "dokter menunggu"
expect answer error=silenced

# STOP in a later conversation binds the older case; writing again lifts it.
sms from +6281234567802 "halo, apakah kantor buka"
forget
pass 31m
sms from +6281234567802 "STOP"
expect text R20 to +6281234567802
officer 3 reply text "Silakan datang ke balai desa besok jam 9."
officer 3 override reason "dokter menunggu"
expect answer error=silenced
pass 31m
sms from +6281234567802 "halo, saya kembali"
expect text R01 to +6281234567802
expect report 3 contact.silenced_at=none

# An answer goes to the phone that asks for it, whatever other phone has spoken
# in the same report since.
sms from +6281234567801 "halo, apakah kantor buka"
sms from +6281234567801 "1"
sms from +6281234567801 "2"
pass 40m
sms from +6281234567802 "halo, saya tetangganya"
forget
officer 1 join other 2 reason "orang yang sama"
officer 1 reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
sms from +6281234567801 "apakah ada kabar"
expect text R34 to +6281234567801
sms from +6281234567801 "1"
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801

# A window holds for the phone it was set on. Another phone of the same report
# gets nothing by itself.
sms from +6281234567803 "AMAN"
sms from +6281234567803 "1"
sms from +6281234567803 "0"
sms from +6281234567803 "0"
sms from +6281234567803 "0"
sms from +6281234567803 "0"
sms from +6281234567803 "3S" # 14.00 to 18.00
officer confirm phone own
pass 40m
sms from +6281234567804 "halo, saya tetangganya"
forget
officer 4 join other 5 reason "orang yang sama"
officer 4 reply text "Silakan datang ke balai desa besok jam 9."
pass 3h
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567803
delivery ok

# Two phones and no window: nobody knows which is hers, so not even an override.
sms from +6281234567805 "halo, apakah kantor buka"
pass 40m
sms from +6281234567806 "halo, apakah kantor buka"
forget
officer 6 join other 7 reason "orang yang sama"
officer 6 reply text "Silakan datang ke balai desa besok jam 9."
officer 6 override reason "dokter menunggu"
officer 6 override confirm given
expect no text

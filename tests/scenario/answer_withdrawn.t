# What has not left can be taken back, also while it waits for the modem.
sms from +6281234567801 "halo, apakah kantor buka"
sms from +6281234567801 "1"
sms from +6281234567801 "2"
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
sms from +6281234567801 "apakah ada kabar"
forget
modem answers not_started 1 times
sms from +6281234567801 "1"
modem state failed
officer 1 reply withdraw
expect answer error=none
modem state ready
pass 1m
expect no text

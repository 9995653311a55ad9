# She put the answer off with X; the plain or her safe word brings it, whether
# its words are plain or not.
sms from +6281234567801 "halo, apakah kantor buka"
sms from +6281234567801 "1"
forget
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
sms from +6281234567801 "apakah ada kabar"
expect text R34 to +6281234567801
sms from +6281234567801 "X"
expect no text
pass 1d
sms from +6281234567801 "AMAN"
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801

# The officer's answer: without a window it waits, and is offered by R34 when
# she next writes, once; 1 reads it, at level 0 if its words are neutral.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
sms from +6281234567801 "2"
expect text R32 to +6281234567801
officer reply text "Silakan datang ke balai desa besok jam 9."
expect answer error=none
expect report replies.1.state=waiting replies.1.level=0
pass 1d
expect no text
sms from +6281234567801 "apakah ada kabar"
expect text R34 to +6281234567801
sms from +6281234567801 "1"
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801 valid 900
delivery ok
expect report 1 replies.1.state=given
# it is given once
pass 40m
sms from +6281234567801 "terima kasih banyak ya"
expect text R01 to +6281234567801

# X: later. It is not offered twice.
sms from +6281234567802 "halo, apakah kantor buka"
sms from +6281234567802 "1"
sms from +6281234567802 "2"
forget
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
sms from +6281234567802 "apakah ada kabar"
expect text R34 to +6281234567802
sms from +6281234567802 "X"
expect no text
pass 40m
sms from +6281234567802 "apakah ada kabar lagi"
expect text R01 to +6281234567802

# An answer that was asked for and did not leave is not lost: it is offered again.
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
pass 20m
modem state ready
pass 1m
forget
expect report 1 replies.1.state=waiting
pass 40m
sms from +6281234567801 "apakah ada kabar"
expect text R34 to +6281234567801
sms from +6281234567801 "1"
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801

# One that was offered and left alone does not stand before a newer one.
sms from +6281234567802 "halo, apakah kantor buka"
sms from +6281234567802 "1"
sms from +6281234567802 "2"
officer 4 reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
sms from +6281234567802 "apakah ada kabar"
sms from +6281234567802 "X"
forget
officer 4 reply text "Silakan datang ke balai desa lusa jam 8."
pass 40m
sms from +6281234567802 "apakah ada kabar lagi"
expect text R34 to +6281234567802
sms from +6281234567802 "1"
expect text "Silakan datang ke balai desa lusa jam 8." to +6281234567802

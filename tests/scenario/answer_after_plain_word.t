# Who began with AMAN answers `1` to R02: that is a `1` in that case, and an
# answer of an officer is offered to her (I15).
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "1"
expect text R30 to +6281234567801
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
sms from +6281234567801 "apakah ada kabar"
expect text R34 to +6281234567801

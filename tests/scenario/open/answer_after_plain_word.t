# Who began with AMAN never answers `1` to a text of level 0, so an officer's
# answer is never offered to her (I15 wants a `1` "in that case"; hers was at
# level 1, as the answer to R02), and without a window it waits for ever.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "1"
expect text R30 to +6281234567801
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 40m
sms from +6281234567801 "apakah ada kabar"
expect text R34 to +6281234567801

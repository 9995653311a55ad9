# I17: while one is on its way nothing more is sent, but the answer to a newer
# message of hers.
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
4 times sms from +6281234567801 "0"
sms from +6281234567801 "2S"
forget
officer confirm phone own
pass 5m
sms from +6281234567801 "9"
expect text R05 to +6281234567801
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 3m
expect no text
sms from +6281234567801 "9"
expect text R05 to +6281234567801
pass 10m
expect no text
delivery ok
pass 2m
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801

# No status report comes: after its 15 minutes it has expired.
sms from +6281234567801 "9"
expect text R05 to +6281234567801
officer reply text "Silakan datang ke balai desa lusa jam 9."
pass 14m
expect no text
pass 3m
expect text "Silakan datang ke balai desa lusa jam 9." to +6281234567801

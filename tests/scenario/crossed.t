# A digit belongs to the question that stood on her screen when she sent it:
# the two may cross in the air.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
pass 1m
sms from +6281234567801 "1"
expect text R30 to +6281234567801
# this one was sent half a minute before R30, and took longer than it
sms from +6281234567801 "2" sent 2026-11-21T10:00:30
expect no text
expect message 3 answers=R02
# R30 still stands on her screen
sms from +6281234567801 "2"
expect text R07 to +6281234567801
expect message 4 answers=R30

# The question has not left us yet when the next digit comes.
modem answers sent after 5s
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
sms from +6281234567802 "1"
sms from +6281234567802 "4"
pass 5s
expect text R30 to +6281234567802
expect message 3 answers=R02
sms from +6281234567802 "0"
pass 5s
expect text R07 to +6281234567802
expect no text

# A question that crosses asks nothing of who wishes a call: the wish stands.
sms from +6281234567803 "halo, apakah kantor buka"
sms from +6281234567803 "1"
pass 20s
forget
sms from +6281234567803 "9"
expect text R04 to +6281234567803
sms from +6281234567803 "1" sent 2026-11-21T10:01:25
expect no text
pass 20m
expect no text

# The level is judged when the text is handed to the modem: a plain answer
# that waited too long leaves as its neutral stand-in, or not at all.
sms from +6281234567890 "aman"
expect text R02 to +6281234567890
modem answers not_started 1 times
sms from +6281234567890 "dia datang tiap malam"
modem state failed
pass 6m
modem state ready
pass 10s
expect text R32 to +6281234567890

# X ends it at once.
sms from +6281234567890 "X"
sms from +6281234567890 "dia datang lagi ke sini"
expect no text

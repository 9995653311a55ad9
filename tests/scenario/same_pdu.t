# I11: the same PDU read twice is one message; a repeated cry is a new one.
heartbeat 1h
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
sms again
sms again
expect no text
expect sim 0
expect report messages=1
expect taken 3

sms from +6281234567890 "suami saya memukul saya"
sms from +6281234567890 "suami saya memukul saya"
expect report messages=3
expect reports 1
forget

# Also after a crash, after midnight, and days later while its key lives.
crash
sms again
restart
sms again
pass 20h
sms again
expect sim 0
expect reports 1
expect report messages=3
pass 48h
sms again
expect sim 0
expect reports 1
expect report messages=3
expect no text

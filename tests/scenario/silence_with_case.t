# X with an open case stands in its thread, where the officer sees it.
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
sms from +6281234567890 "X"
expect no text
expect report messages=2 urgency=high
expect message 2 "X"
sms from +6281234567890 "STOP"
expect text R20 to +6281234567890
expect report messages=3
expect reports 1

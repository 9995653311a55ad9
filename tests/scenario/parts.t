# A long text in parts, in any order, some of them twice: one message.
sms from +6281234567890 "dia datang " part 1/3 ref 7
sms from +6281234567890 "tadi malam" part 3/3 ref 7
expect no text
expect reports 0
expect sim 0
sms again
sms from +6281234567890 "ke rumah " part 2/3 ref 7
expect text R01 to +6281234567890
expect reports 1
expect message 1 "dia datang ke rumah tadi malam" parts=3
expect report messages=1

# Two senders with one reference, and 8 and 16 bit ones, are kept apart.
sms from +6281234567801 "satu " part 1/2 ref 9
sms from +6281234567802 "SATU " part 1/2 ref 9
sms from +6281234567801 "tiga " part 1/2 ref 9 wide
sms from +6281234567802 "DUA" part 2/2 ref 9
expect text R01 to +6281234567802
expect message 1 "SATU DUA"
sms from +6281234567801 "dua" part 2/2 ref 9
expect text R01 to +6281234567801
expect message 1 "satu dua"
pass 5m
expect report messages=2
expect sim 0
forget

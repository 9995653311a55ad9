# I9: 9, danger words, X, STOP, then everything else.
sms from +6281234567801 "9"
expect text R04 to +6281234567801
expect report 1 urgency=high emergency=yes

# A danger word beside an ending is danger.
sms from +6281234567802 "stop pukul saya, dia mau bunuh saya"
expect text R04 to +6281234567802
expect report 2 urgency=high emergency=yes

# 9 after X and after STOP is urgent all the same.
sms from +6281234567803 "X"
sms from +6281234567803 "9"
expect text R04 to +6281234567803
sms from +6281234567804 "STOP"
expect text R20 to +6281234567804
sms from +6281234567804 "9"
expect text R04 to +6281234567804
expect report urgency=high emergency=yes

# "pukul 8" is a time.
sms from +6281234567805 "rapat desa pukul 8 di balai"
expect text R01 to +6281234567805
expect report urgency=low

# I16: STOP or HAPUS while a high case is open is put before the officer as
# possibly forced, also from a later conversation of that number.
sms from +6281234567801 "suami saya pukul saya"
expect text R04 to +6281234567801
sms from +6281234567801 "STOP"
expect text R20 to +6281234567801
expect report marks=possibly_forced urgency=high
pass 1h
sms from +6281234567802 "suami saya pukul saya"
expect text R04 to +6281234567802
pass 1h
sms from +6281234567802 "STOP"
expect text R20 to +6281234567802
expect report 2 marks=possibly_forced urgency=high
# in a low case it is what it says
sms from +6281234567803 "halo, apakah kantor buka"
expect text R01 to +6281234567803
sms from +6281234567803 "STOP"
expect text R20 to +6281234567803
expect report 3 marks=none

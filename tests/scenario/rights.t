# 4 in R02: her rights, at level 1 only; 0 ends it, a story is thanked.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "4"
expect text R24 to +6281234567801
sms from +6281234567801 "0"
expect no text
expect reports 1
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
sms from +6281234567802 "4"
expect text R24 to +6281234567802
sms from +6281234567802 "lalu bagaimana caranya"
expect text R03 to +6281234567802
# the same digit where she did not say AMAN says nothing of rights
sms from +6281234567803 "halo, apakah kantor buka"
expect text R01 to +6281234567803
sms from +6281234567803 "4"
expect no text

# A question that failed, or perhaps did, was not asked: her digit answers the
# one that stood on her screen before.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
modem answers failed 500 1 times
sms from +6281234567801 "1"
sms from +6281234567801 "1"
expect text R31 to +6281234567801
forget
expect report call.wish=none

# The network lost it for good: the same.
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
modem answers failed 21 1 times
sms from +6281234567802 "1"
sms from +6281234567802 "2"
expect text R08 to +6281234567802
expect report reporter=self

# A call whose offer never left is no conversation: her first text afterwards
# is answered as a first text.
modem down
call from +6281234567801
modem up
modem state absent
call from +6281234567801
pass 3m
modem state ready
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801

# I3: after X or STOP a call is no text of hers: nothing is sent, however
# often the phone rings, and however long ago it was.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
pass 31m
sms from +6281234567801 "X"
call from +6281234567801
pass 1m
call from +6281234567801
expect no text
pass 2h
call from +6281234567801
expect no text
pass 1d
call from +6281234567801
expect no text
# she writes, and it is over
sms from +6281234567801 "halo, saya kembali"
expect text R01 to +6281234567801
pass 40m
call from +6281234567801
expect text R15 to +6281234567801

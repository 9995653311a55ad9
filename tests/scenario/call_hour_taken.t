# A call that she moves to another hour is to be taken anew.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
sms from +6281234567801 "1"
officer take
expect text R16 to +6281234567801
pass 5m
sms from +6281234567801 "16.30"
expect report call.wish=hour call.taken_at=none

# The clock is set forward two hours: what waits goes stale rather than late.
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
modem answers not_started 1 times
modem state ready
sms from +6281234567891 "halo, apakah kantor buka"
clock jumps 2h
pass 10s
expect no text
expect outbox sms expired 1
expect reports 2

# And back again: texts are filed and answered as ever.
clock jumps -2h
pass 10s
sms from +6281234567892 "halo, apakah kantor buka"
expect text R01 to +6281234567892
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
pass 3h
expect no text
expect outbox webhook queued 0
expect outbox webhook sending 0
forget

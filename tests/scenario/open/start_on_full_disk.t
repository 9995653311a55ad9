# Full for a day, then killed, then started while still full.
sms from +6281234567801 "halo sebelum penuh"
expect text R01 to +6281234567801
disk full
50 times sms from +6281100{n} "suami saya memukul saya {n}"
pass 1d
crash
restart
pass 1h
disk fine
pass 5m
expect sim 0
expect reports 51
expect outbox webhook queued 0
forget

# The disk is full when siagad is started again: it does not start, says that
# it may pass (exit 75, so the supervisor tries again), and loses nothing.
sms from +6281234567801 "halo sebelum penuh"
expect text R01 to +6281234567801
disk full
50 times sms from +6281100{n} "suami saya memukul saya {n}"
pass 2m
crash
restart perhaps
disk fine
restart
pass 5m
expect sim 0
expect reports 51
forget

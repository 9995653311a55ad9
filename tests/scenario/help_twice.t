# A lone cry for help is high; twice in half an hour it is an emergency. Beside
# other words it is no danger by itself.
sms from +6281234567801 "tolong"
expect text R04 to +6281234567801
expect report urgency=high emergency=no
pass 20m
sms from +6281234567801 "tolong bu"
forget
expect report urgency=high emergency=yes
sms from +6281234567802 "tolong"
expect text R04 to +6281234567802
pass 31m
sms from +6281234567802 "tolong"
expect text R04 to +6281234567802
expect report urgency=high emergency=no
sms from +6281234567803 "tolong info jadwal posyandu"
expect text R01 to +6281234567803
expect report urgency=medium

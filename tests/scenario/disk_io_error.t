# Writes fail with an I/O error for a while: the same as a full disk.
start
disk writes fail
sms from +6281234567801 "suami saya memukul saya"
pass 5m
expect no text
expect sim 1
disk fine
pass 10s
expect text R04 to +6281234567801
expect sim 0
expect reports 1
expect report messages=1

# The disk is full: the text stays on the SIM, nobody is told "received",
# and all goes on by itself when there is room.
sms from +6281234567801 "halo sebelum penuh"
expect text R01 to +6281234567801
disk full
30 times sms from +6281100{n} "suami saya memukul saya {n}"
pass 10m
expect log "cause"
disk fine
pass 1m
expect sim 0
expect reports 31
pass 1h
expect sim 0
expect outbox webhook queued 0
expect outbox sms queued 0
expect unknown 0
forget

# Killed after the COMMIT of an input, before its screen left: the gate that says
# the newest input alone says it again, and it is filed once.
config ussd each path = /ussd/each
config ussd each allow_cidr = 127.0.0.0/8
dial from +6281234567801 by each
press "2"
crash after commit
press "saya mau cerita sesuatu"
restart
board up
pass 5s
gate again
expect screen R32
expect report messages=1
# from then on the same words twice are two texts
pass 5s
gate again
expect screen R32
expect report messages=2
forget

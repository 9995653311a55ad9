# Two SIMs of one box never talk to each other (I2).
config modem a number = +6281200000001
config modem b number = +6281200000002
sms from +6281200000002 "halo dari SIM b" to a
sms from +6281200000001 "halo dari SIM a" to b
sms from +6281200000002 "9" to a
expect no text
pass 1h
expect no text
expect reports 2

# People can ask while the disk is full: status and doctor say what is wrong.
sms from +6281234567801 "halo sebelum penuh"
expect text R01 to +6281234567801
modem state failed
disk full
sms from +6281234567802 "halo waktu penuh"
pass 20m
command status
expect answer error=none
command doctor
expect answer error=none
expect reports 1
disk fine
modem state ready
pass 1m
expect text R01 to +6281234567802
expect reports 2

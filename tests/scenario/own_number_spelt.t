# Our own number in national form is our own number.
sms from 081200000001 "halo, ini dari SIM sendiri"
sms from 6281200000001 "9"
pass 1m
expect no text

# She ticks "hit" and "locked in" in the form: that counts as the danger
# classes HIT and CONFINE would in words.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "1"
expect text R30 to +6281234567801
sms from +6281234567801 "0"
expect text R07 to +6281234567801
sms from +6281234567801 "0"
expect text R33 to +6281234567801
sms from +6281234567801 "0"
expect text R06 to +6281234567801
sms from +6281234567801 "15"
expect text R13 to +6281234567801
expect report urgency=high

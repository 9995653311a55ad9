# +62, 62, 0 and 0062 are one number: its X, its window and its case are one.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from 081234567801 "1"
expect text R30 to +6281234567801
sms from 6281234567801 "0"
expect text R07 to +6281234567801
sms from 006281234567801 "0"
expect text R33 to +6281234567801
expect reports 1
sms from 081234567801 "X"
expect no text
call from 6281234567801
expect no text

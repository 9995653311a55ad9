# A ring in the middle of the form does not put R15 over the open question,
# whose digits it would take.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "1"
expect text R30 to +6281234567801
sms from +6281234567801 "0"
expect text R07 to +6281234567801
call from +6281234567801
expect no text

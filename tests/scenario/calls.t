# One missed call is an offer, once in half an hour; who hides the number, a
# short code or a name is counted and offered nothing. No report by itself.
call from +6281234567890
expect text R15 to +6281234567890
call from 081234567890
call hidden
call from 3636
call from TELKOMSEL
expect no text
expect reports 0
pass 1h
expect no text

# The offer stands: 2 is a message, 1 a call.
call from +6281234567891
expect text R15 to +6281234567891
sms from +6281234567891 "2"
expect text R32 to +6281234567891
expect reports 1

# Within two minutes or never: late, another may hold the phone.
modem down
call from +6281234567892
pass 3m
modem up
pass 1h
expect no text

# After X a call is no text of hers: nothing is sent.
sms from +6281234567893 "halo, apakah ada orang"
expect text R01 to +6281234567893
pass 31m
sms from +6281234567893 "X"
expect no text
call from +6281234567893
expect no text

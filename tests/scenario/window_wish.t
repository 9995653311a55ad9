# I16: a first window at level 1 stands; another one by text is a wish, never
# is taken at once, and a wish to be called after it is only a wish.
sms from +6281234567801 "halo, apakah kantor buka"
sms from +6281234567801 "1"
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
4 times sms from +6281234567801 "0"
sms from +6281234567801 "1S"
forget
expect report contact.window=1 contact.way=sms marks=none
officer reply template R13
sms from +6281234567801 "saya menunggu kabar"
expect text R34 to +6281234567801
sms from +6281234567801 "1"
expect text R13 to +6281234567801
sms from +6281234567801 "3T"
expect text R03 to +6281234567801
expect report contact.window=1 contact.way=sms marks=wish
officer reply template R13
sms from +6281234567801 "saya menunggu kabar lagi"
expect text R34 to +6281234567801
sms from +6281234567801 "1"
expect text R13 to +6281234567801
sms from +6281234567801 "N"
expect text R03 to +6281234567801
expect report contact.way=never
# call me: noted as a wish for the officer, and nobody may take it
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "3"
officer take
expect answer error=silenced
pass 11m
expect text R32 to +6281234567801
expect report contact.way=never call=none marks=wish

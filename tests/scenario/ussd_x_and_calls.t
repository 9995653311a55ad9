# X on a screen holds for texts too: no text follows a missed call, not even
# when a conversation by SMS was open; dialling alone ends no silence.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
sms from +6281234567801 "halo apakah ada orang"
expect text R01 to +6281234567801
pass 31m
sms from +6281234567801 "halo apakah ada orang"
expect text R01 to +6281234567801
dial from +6281234567801
press "X"
expect screen U00 last
call from +6281234567801
expect no text
pass 40m
call from +6281234567801
expect no text
dial from +6281234567801
expect screen U01
call from +6281234567801
expect no text
forget
# X by text, then a dial alone
sms from +6281234567802 "halo apakah ada orang"
sms from +6281234567802 "X"
forget
dial from +6281234567802
expect screen U01
pass 31m
call from +6281234567802
expect no text
# she writes on a screen: then a call is answered again, by its offer
dial from +6281234567802
press "2"
press "saya mau tanya"
pass 31m
call from +6281234567802
expect text R15 to +6281234567802
forget

# Plain screens come only after the plain word in the same session.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "AMAN"
expect screen R02
press "1"
expect screen R30
press "2"
expect screen R07
press "Sokawera"
expect screen R33
press "2"
expect screen R06
press "1"
expect screen R13
press "1S"
expect screen R03
expect report urgency=high reporter=self contact.way=sms contact.window=1
# the plain word of another session of the same number, or of a text, opens
# nothing here
dial from +6281234567801
expect screen U01
press "MENU"
expect screen U01
press "saya mau tanya"
expect screen R32
forget
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
dial from +6281234567802
press "saya mau tanya"
expect screen R32
press "MENU"
expect screen U01
# and the other way round: a text stays at level 0 though a screen is plain
dial from +6281234567803
press "aman"
expect screen R02
sms from +6281234567803 "saya mau tanya"
expect text R01 to +6281234567803
press "4"
expect screen R24
press "0"
expect screen U00 last
forget

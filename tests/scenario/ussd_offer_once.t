# R34 is offered once (I15), also on screens: after it was refused, whoever picks
# the phone up later does not learn of it. The plain word still reads it.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "1"
press "saya mau tanya sesuatu"
press "0"
officer take
officer reply text "Info Desa: silakan datang Senin jam 9."
dial from +6281234567801
press "3"
expect screen R34
press "0"
expect screen U00 last
dial from +6281234567801
press "3"
expect screen R29
press "AMAN"
expect screen "Info Desa: silakan datang Senin jam 9.\n0 selesai"
forget

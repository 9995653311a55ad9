# R34 is offered once (I15). On screens it is offered in every session, also after
# it was refused with 0 or stood in a text message: whoever picks the phone up
# later learns of it.
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
forget

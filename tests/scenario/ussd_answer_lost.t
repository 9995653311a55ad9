# The session broke off just when the officer's answer was to be shown: nobody
# knows whether she saw it. The officer reads so, it is offered again, and never
# goes out by SMS besides.
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
crash after commit
press "1"
restart
board up
expect report sent.1.state=unknown
pass 3m
dial from +6281234567801
press "3"
expect screen R34
press "1"
expect screen "Info Desa: silakan datang Senin jam 9.\n0 selesai"
expect report 1 sent.1.state=unknown
press "0"
expect report 1 sent.1.state=shown
dial from +6281234567801
press "3"
expect screen R29
forget

# The officer's answer is "given" before anybody saw it: the session broke off just
# then, the answer is never offered again, and the officer is not told.
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
pass 3m
dial from +6281234567801
press "3"
expect screen R34
press "1"
expect screen "Info Desa: silakan datang Senin jam 9.\n0 selesai"
forget

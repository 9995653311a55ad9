# Code and safe word open the officer's answer in the session in which they were
# said. Whose phone it was, for once, is offered nothing later, on no channel.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "AMAN"
press "1"
press "KODE"
expect screen U06
press "MANGGA"
press "0"
officer take
officer reply text "Info Desa: silakan datang Senin jam 9."
# at a neighbour's
dial from +6281234567802
press "CEK <code> MANGGA"
press "JADWAL"
expect screen R34
press "0"
forget
pass 1h
# the neighbour
dial from +6281234567802
press "3"
expect screen R29
press "0"
sms from +6281234567802 "halo"
expect text R01 to +6281234567802

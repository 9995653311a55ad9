# What goes on after a session that broke off is a question alone: an officer's
# answer, a code and a list of names were for that session, and the plain menu
# stands for them.
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
press "1"
expect screen "Info Desa: silakan datang Senin jam 9.\n0 selesai"
gate drops
dial from +6281234567801
press "4"
expect screen U04
# nobody knows whether she saw the answer: it is offered anew
press "AMAN"
expect screen R34
press "1"
expect screen "Info Desa: silakan datang Senin jam 9.\n0 selesai"
forget

dial from +6281234567802
press "AMAN"
press "1"
press "KODE"
expect screen U06
gate drops
dial from +6281234567802
press "4"
press "AMAN"
expect screen R02
# the report goes on, and she may ask again
press "KODE"
expect screen U06
press "0"
expect reports 3
forget

dial from +6281234567803
press "AMAN"
press "IZIN"
expect screen R10
press "M"
expect screen R12
gate drops
dial from +6281234567803
press "4"
press "AMAN"
expect screen R02
forget

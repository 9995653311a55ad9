# What looks like an advertisement is a text as any other on a screen: KODE tells
# nobody whether the number has an open report (I15).
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "Selamat! Anda menang undian hadiah 100jt, klik http://bit.ly/abc"
expect screen R32
press "KODE"
expect screen U05
press "0"
dial from +6281234567801
press "Selamat! Anda menang undian hadiah 100jt, klik http://bit.ly/abc"
expect screen R32
press "KODE"
expect screen U05
expect reports 2
expect quarantine 0
forget

# An officer's answer goes out by the SIM that she wrote to, also after a session
# by USSD in the same report.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
config modem b number = +6281200000002
config modem b device = /dev/b
sms from +6281234567801 "AMAN" to b
sms from +6281234567801 "1" to b
sms from +6281234567801 "0" to b
sms from +6281234567801 "0" to b
sms from +6281234567801 "0" to b
sms from +6281234567801 "0" to b
sms from +6281234567801 "2S" to b
officer confirm phone own
forget
expect report contact.window=2
pass 1h
dial from +6281234567801
press "CEK <code>"
press "0"
officer reply text "Info Desa: silakan datang Senin jam 9."
pass 2m
expect text "Info Desa: silakan datang Senin jam 9." to +6281234567801 by b
forget

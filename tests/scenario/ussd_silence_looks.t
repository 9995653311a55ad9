# X holds until she writes: whoever dials and looks around in the menus ends no
# silence, for no answer of an officer and no missed call.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
sms from +6281234567801 "1"
sms from +6281234567801 "1"
sms from +6281234567801 "2S"
officer take
officer confirm phone own way sms window 2
sms from +6281234567801 "X"
forget
officer reply text "Info Desa: silakan datang Senin jam 9."
pass 10m
expect no text
dial from +6281234567801
press "3"
press "0"
expect screen U00 last
pass 35m
expect no text
call from +6281234567801
expect no text
expect report contact.silenced_at=2026-11-21T03:00:00Z
# she writes
dial from +6281234567801
press "saya mau tanya"
expect screen R34
pass 31m
call from +6281234567801
expect text R15 to +6281234567801
forget

# Dialling shows the cover and files nothing; looking around in the menus is no
# report; every screen but the last one goes on, and nothing goes by SMS.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
expect screen U01
press "3"
expect screen R29
press "2"
expect screen U03
press "0"
expect screen U00 last
expect reports 0

# her words are filed as they come, one report for the session
dial from +6281234567801
expect screen U01
press "2"
expect screen U03
press "saya mau cerita sesuatu"
expect screen R32
expect reports 1
expect report channel=ussd urgency=low messages=1
expect message 1 "saya mau cerita sesuatu" channel=ussd screen=R32
press "ada lagi yang mau saya tulis"
expect screen R32
expect report messages=2
press "0"
expect screen U00 last
expect reports 1
forget

# words on the first screen do as well
dial from +6281234567802
press "apakah ada orang di sana"
expect screen R32
expect reports 2
forget
pass 1h
expect no text

# An officer's answer that has no screen waits for a text message; on a screen it
# is not offered, and stands in nothing's way.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "1"
press "saya mau tanya sesuatu"
press "0"
officer take
officer reply template R31
dial from +6281234567801
press "3"
expect screen R29
press "0"
expect screen U00 last
expect report replies.1.state=waiting
forget

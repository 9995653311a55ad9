# Her window was for her own phone. Later, by code and safe word, she sets another
# one from a phone whose number is hidden: no text can go there, and the new
# window must not be used for the phone of before.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "AMAN"
press "1"
press "0"
press "0"
press "0"
press "0"
press "1S"
press "KODE"
press "MANGGA"
press "0"
expect report contact.window=1
officer confirm phone own
pass 1h
dial hidden
press "CEK <code> MANGGA"
press "AMAN"
press "1"
press "0"
press "0"
press "0"
press "0"
press "3S" # 14.00 to 18.00
press "0"
expect report contact.window=3
officer reply text "Info Desa: silakan datang Senin jam 9."
forget
pass 4h
expect no text
forget

# What cannot be kept is not answered as if it were; afterwards it can be said
# again.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "2"
expect screen U03
disk full
press "suami saya memukul saya"
expect screen unkept
disk fine
pass 2s
gate again
expect screen R04
expect report messages=1 urgency=high
forget

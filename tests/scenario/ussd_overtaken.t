# The end of a session is told before her last input: it is filed, and nothing is
# shown any more.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "2"
gate drops
press "tolong, suami saya memukul saya"
expect screen refused ended
expect report messages=1 urgency=high
gate again
expect screen refused ended
expect report messages=1
forget

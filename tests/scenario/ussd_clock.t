# The box's clock is set in mid-session: it goes on, and what she writes is filed.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "2"
clock jumps 3h
press "tolong, suami saya memukul saya"
expect screen R04
expect report messages=1 urgency=high
clock jumps -5h
press "Sokawera"
expect screen R32
expect report messages=2
forget

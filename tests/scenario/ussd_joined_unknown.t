# All inputs so far, of a session that the box does not know: its keys were
# forgotten by a panic. What she wrote is filed; digits were for screens that are
# not known, or dialled behind the code.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
unlocks sari
dial from +6281234567801
press "2"
does panic
press "tolong, suami saya memukul saya"
expect screen R04
expect report messages=1 urgency=high
expect message 1 "tolong, suami saya memukul saya"
press "Sokawera"
expect screen R32
expect report messages=2
forget
dial from +6281234567802 "1*2"
expect screen U01
expect reports 1
press "9"
expect screen R04
expect reports 2
forget
dial from +6281234567803 "2*rumah *3* tidak apa*apa"
expect screen R32
expect message 1 "rumah *3* tidak apa*apa"
forget

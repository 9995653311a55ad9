# Killed before and after the COMMIT of an input: after it the answer is there
# once, and the gate's repeat shows the screen; before it nothing is.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "2"
crash before commit
press "suami saya memukul saya"
restart
board up
gate again
expect screen R04
expect report messages=1
crash after commit
press "Sokawera"
restart
board up
gate again
expect screen R32
expect report messages=2
forget

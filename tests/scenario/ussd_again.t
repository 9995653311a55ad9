# A gate that says a request again, or late, or after the end: one effect, and
# no screen to whom it does not belong.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
config ussd each path = /ussd/each
config ussd each allow_cidr = 127.0.0.0/8
dial from +6281234567801
gate again
expect screen U01
press "9"
expect screen R04
gate again
expect screen R04
pass 30s
gate again
expect screen R04
expect report messages=1
# all inputs so far, but not what was answered: too late, or another's
gate says ""
expect screen refused stale
gate says "8"
expect screen refused stale
gate says "99*1"
expect screen refused stale
press "Sokawera"
expect screen R32
expect report messages=2
press "0"
expect screen U00 last
# the last answer was lost: it is said again; then nothing is
gate again
expect screen U00 last
press "halo"
expect screen refused ended
expect report messages=2
forget

# a gate that says the newest input alone: the same within a second, or known
# not to have arrived
dial from +6281234567802 by each
expect screen U01
press "9"
expect screen R04
gate again
expect screen R04
expect report messages=1
pass 5s
gate again unheard
expect screen R04
expect report messages=1
# else the same key twice is two answers
gate again
expect screen R04
expect report messages=2
forget

# an ended session is not begun again by an old request
dial from +6281234567803
press "saya mau cerita"
gate drops
press "lagi"
expect screen refused ended
gate again
expect screen refused ended
pass 1d
gate again
expect screen refused ended
forget

# silence of ten minutes ends it
dial from +6281234567804
pass 11m
press "halo"
expect screen refused ended
forget


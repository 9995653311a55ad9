# A session that drops after two answers is a report with two answers. Dialling
# again shows what everybody sees; going on takes 4 and the plain word.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "AMAN"
expect screen R02
press "1"
expect screen R30
press "2"
expect screen R07
gate drops
expect report messages=3 reporter=self urgency=medium
# whoever dials now sees the cover, and after 4 the same as anybody
dial from +6281234567801
expect screen U01
press "4"
expect screen U04
press "apa ini"
expect screen R32
expect reports 2
# she herself: 4 and the plain word
dial from +6281234567801
expect screen U01
press "4"
expect screen U04
press "AMAN"
expect screen R07
press "Sokawera"
expect screen R33
expect reports 2
expect report 1 messages=5 village=none
gate drops
forget

# a number without any session sees the same
dial from +6281234567809
expect screen U01
press "4"
expect screen U04
press "AMAN"
expect screen R02
forget

# half an hour later nothing goes on
pass 31m
dial from +6281234567801
press "4"
expect screen U04
press "AMAN"
expect screen R02
expect reports 4
forget

# what she finished does not go on
dial from +6281234567805
press "AMAN"
press "1"
expect screen R30
press "X"
expect screen U00 last
dial from +6281234567805
press "4"
press "AMAN"
expect screen R02
forget

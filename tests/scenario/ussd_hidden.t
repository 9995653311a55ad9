# Numbers that the operator hides or replaces by a pseudonym: each is filed, no
# text ever goes there, and a pseudonym goes on after a session that broke off.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial hidden
press "suami saya memukul saya"
expect screen R04
expect report urgency=high
expect message 1 number_hidden=yes from=none
dial pseudonym "f3a9c0ffee1234567890"
press "AMAN"
press "1"
expect screen R30
gate drops
dial pseudonym "f3a9c0ffee1234567890"
press "4"
press "AMAN"
expect screen R30
press "2"
press "0"
press "0"
press "0"
expect screen R13
# she asks for texts where none can go: nothing leaves, the officer sees it
press "2S"
expect screen R03
officer take
officer confirm phone own
officer reply text "Kami bisa bertemu besok."
pass 5h
expect no text
expect outbox sms queued 0
expect outbox sms failed 0
expect report replies.1.state=waiting
forget

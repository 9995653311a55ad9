# A USSD session: nothing stays in the list of messages

# Everybody who dials sees this, and nothing of it tells what it is about. The
# last screen, which stays lit, is the same for all.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
expect screen U01
press "3" # when is the office open?
expect screen R29
press "0" # enough
expect screen U00 last

# With the plain word of her card she goes on in plain words, in this session
# alone. It breaks off in the middle.
pass 5m
dial from +6281234567801
expect screen U01
press "AMAN" # the plain word
expect screen R02
press "1" # it happens to me
expect screen R30
press "2" # go on
expect screen R07
gate drops

# Somebody else dials from her phone: no word of what was.
pass 2m
dial from +6281234567801
expect screen U01
press "4" # go on
expect screen U04
press "0"
expect screen U00 last

# She goes on where she was: 4, and the plain word again. Her code is shown
# only when she asks for it.
pass 5m
dial from +6281234567801
press "4" # go on
expect screen U04
press "AMAN" # the plain word
expect screen R07
press "Sokawera" # the village
expect screen R33
press "2" # 18 or older
expect screen R06
press "1" # hit
expect screen R13
press "0" # no answer
expect screen R03
press "KODE" # my code?
expect screen U06
press "0"
expect screen U00 last

# 9 on any screen is urgent, with one key.
pass 10m
dial from +6281234567802
press "9" # urgent
expect screen R04
press "Sokawera" # the village
expect screen R32

# It happens to me: the whole form

# She types the plain word that is printed on the card. Before she tells
# anything she hears what the law may do with it. Every question can be
# skipped with 0, and she can stop anywhere: what she said is kept.
sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801
sms from +6281234567801 "1" # it happens to me
expect text R30 to +6281234567801
sms from +6281234567801 "2" # go on
expect text R07 to +6281234567801
pass 1m
sms from +6281234567801 "Sokawera"
expect text R33 to +6281234567801
sms from +6281234567801 "2" # 18 or over
expect text R06 to +6281234567801
pass 1m
sms from +6281234567801 "1, 2 dan 4" # hit, threatened, money withheld
expect text R13 to +6281234567801
sms from +6281234567801 "2S" # noon, by SMS
expect text R03 to +6281234567801

# "Who is this?"

# The phone is in other hands, or may be. The truthful cover is told once, and
# for half an hour the plain word on the card opens nothing.
sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801
sms from +6281234567801 "dia datang tiap malam" # he comes every night
expect text R03 to +6281234567801
pass 3m
sms from +6281234567801 "ini siapa ya" # who is this
expect text R23 to +6281234567801
sms from +6281234567801 "JADWAL" # the hours
expect text R29 to +6281234567801
sms from +6281234567801 "AMAN" # the plain word, read from the card
expect text R32 to +6281234567801

# She is back: 9 lifts it. The officer saw the mark all the while.
pass 20m
sms from +6281234567801 "9" # urgent
expect text R04 to +6281234567801
sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801

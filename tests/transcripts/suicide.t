# She wants to die

# On a phone where she said AMAN she is told that somebody cares, and may ask
# for a call at once. The officer has ten minutes to take it.
sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801
sms from +6281234567801 "rasanya mau bunuh diri" # I feel like killing myself
expect text R26 to +6281234567801
sms from +6281234567801 "1" # call me now
pass 2m
officer take # takes the call
expect text R16 to +6281234567801

# On any other phone the answer tells a stranger nothing; the officer sees the
# same emergency.
pass 1m
sms from +6281234567802 "saya mau bunuh diri" # I want to kill myself
expect text R04 to +6281234567802

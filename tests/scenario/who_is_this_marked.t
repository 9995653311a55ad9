# Where she spoke within 72 hours, "siapa ini" is marked for the officer, and
# level 1 that was open closes at once. Her code or safe word lifts it.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "dia datang tiap malam"
expect text R03 to +6281234567801
sms from +6281234567801 "siapa ini"
expect text R23 to +6281234567801
expect report marks=who_is_this
sms from +6281234567801 "dia datang lagi"
expect no text
sms from +6281234567801 "CEK <code>"
expect text R18 to +6281234567801
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801

# A day later, in a new conversation: the older case is marked all the same.
sms from +6281234567802 "suami saya pukul saya"
expect text R04 to +6281234567802
pass 1d
sms from +6281234567802 "siapa ini"
expect text R23 to +6281234567802
expect report 2 marks=who_is_this

# Nobody spoke before: there is nothing to mark.
sms from +6281234567803 "siapa ini"
expect text R23 to +6281234567803
expect report marks=none

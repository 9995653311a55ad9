# I8: everything she is asked can be skipped with 0, and the case stands.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801 valid 600
sms from +6281234567801 "1"
expect text R30 to +6281234567801
sms from +6281234567801 "0"
expect text R07 to +6281234567801
sms from +6281234567801 "0"
expect text R33 to +6281234567801
sms from +6281234567801 "0"
expect text R06 to +6281234567801
sms from +6281234567801 "0"
expect text R13 to +6281234567801
sms from +6281234567801 "0"
expect text R03 to +6281234567801
expect report reporter=self minor=none contact.way=unset marks=none messages=7
expect reports 1

# A story instead of a digit is taken as a story, thanked, and filed; the
# menu's question is answered by it.
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
sms from +6281234567802 "dia datang tiap malam lalu pergi lagi"
expect text R03 to +6281234567802
expect message 2 "dia datang tiap malam lalu pergi lagi"

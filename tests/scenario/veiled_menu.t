# R31: urgent, call me, a message and the hours all work at level 0, and every
# digit is bound to the question before it.
sms from +6281234567801 "halo, apakah ada orang"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
sms from +6281234567801 "3"
expect text R29 to +6281234567801
# the question is answered: the same digit now means nothing
sms from +6281234567801 "3"
expect no text
expect report urgency=low messages=4
forget

# free text in the menu is promised a reader, once
sms from +6281234567802 "halo, apakah ada orang"
expect text R01 to +6281234567802
sms from +6281234567802 "1"
expect text R31 to +6281234567802
sms from +6281234567802 "saya mau cerita"
expect text R32 to +6281234567802
sms from +6281234567802 "ceritanya panjang"
expect no text

# call me: the officer sees a case that is at least medium
sms from +6281234567803 "halo, apakah ada orang"
expect text R01 to +6281234567803
sms from +6281234567803 "1"
expect text R31 to +6281234567803
sms from +6281234567803 "1"
expect report urgency=medium
expect no text
# nobody takes the call within ten minutes: the note
pass 10m
expect text R32 to +6281234567803
forget

# 0 ends it without a text, and 9 is heard after it
sms from +6281234567804 "halo, apakah ada orang"
expect text R01 to +6281234567804
sms from +6281234567804 "1"
expect text R31 to +6281234567804
sms from +6281234567804 "0"
expect no text
sms from +6281234567804 "9"
expect text R04 to +6281234567804
sms from +6281234567804 "Sokawera"
expect text R32 to +6281234567804
forget

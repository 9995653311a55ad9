# It happens to me: R30 - R07 - R33 - R06 - R13 - R03, and what each answer
# sets. Digits are read in the ways people write them.
sms from +6281234567801 "Aman."
expect text R02 to +6281234567801
sms from +6281234567801 "1. saya alami"
expect text R30 to +6281234567801
sms from +6281234567801 "2"
expect text R07 to +6281234567801
sms from +6281234567801 "Sokawera"
expect text R33 to +6281234567801
sms from +6281234567801 "umur 20 thn"
expect text R06 to +6281234567801
sms from +6281234567801 "1, 2 dan 4"
expect text R13 to +6281234567801
sms from +6281234567801 "2 s"
expect text R03 to +6281234567801
expect report reporter=self minor=no contact.way=sms contact.window=2
expect message 4 "Sokawera" answers=R07 village=Sokawera
expect message 6 answers=R06 forms=124

# 1 at R30: first ask, no name. Free text is answered R03, and no form comes.
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
sms from +6281234567802 "1"
expect text R30 to +6281234567802
sms from +6281234567802 "1"
expect text R03 to +6281234567802
pass 31m

# N at R13: never contacted, whatever an officer writes.
sms from +6281234567803 "AMAN"
expect text R02 to +6281234567803
sms from +6281234567803 "1"
sms from +6281234567803 "0"
sms from +6281234567803 "0"
sms from +6281234567803 "0"
sms from +6281234567803 "0"
forget
sms from +6281234567803 "N"
expect text R03 to +6281234567803
expect report contact.way=never

# I1: plain words leave only for who sent the plain word, for 30 minutes and
# within ten of her last message.
sms from +6281234567890 "halo, ada orang di sana"
expect text R01 to +6281234567890
sms from +6281234567890 "1"
expect text R31 to +6281234567890
sms from +6281234567890 "aman"
expect text R02 to +6281234567890
sms from +6281234567890 "dia datang tiap malam"
expect text R03 to +6281234567890

# 9 is heard at this level too; half an hour after the word it is over.
pass 11m
sms from +6281234567890 "9"
expect text R05 to +6281234567890
pass 20m
sms from +6281234567890 "9"
expect text R04 to +6281234567890
forget

# Another number never hears a plain word.
sms from +6281234567891 "1"
expect text R01 to +6281234567891
sms from +6281234567891 "ya"
sms from +6281234567891 "0"
sms from +6281234567891 "AMANDA di rumah"
sms from +6281234567891 "aman aman saja"
expect no text
pass 31m
sms from +6281234567891 "9"
expect text R04 to +6281234567891

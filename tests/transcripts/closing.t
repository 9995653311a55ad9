# The case is closed

# With her consent, inside the hours she set for texts, on a phone that is
# hers; once. Her answer to the last question is kept.
sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801
sms from +6281234567801 "1" # it happens to me
expect text R30 to +6281234567801
4 times sms from +6281234567801 "0" # skip
expect text R07 to +6281234567801
expect text R33 to +6281234567801
expect text R06 to +6281234567801
expect text R13 to +6281234567801
sms from +6281234567801 "2S" # noon, by SMS
expect text R03 to +6281234567801
delivery ok
pass 2d
officer confirm phone own # asked by voice whose phone it is
officer close reason "selesai, ia setuju" agreed # done, she agreed
expect text R27 to +6281234567801
delivery ok
sms from +6281234567801 "1" # it helped
expect no text

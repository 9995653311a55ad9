# After rape: the medical window

# 3 in the form is answered at once: a clinic can help within days. YA here is
# a wish for the officer. It allows nobody to be told (that is asked by
# letters alone, in a text of its own).
sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801
sms from +6281234567801 "1" # it happens to me
expect text R30 to +6281234567801
sms from +6281234567801 "2" # go on
expect text R07 to +6281234567801
sms from +6281234567801 "0" # skip
expect text R33 to +6281234567801
sms from +6281234567801 "0" # skip
expect text R06 to +6281234567801
sms from +6281234567801 "3" # forced
expect text R25 to +6281234567801
sms from +6281234567801 "YA" # yes, a woman with me
expect text R13 to +6281234567801
sms from +6281234567801 "3T" # afternoon, by phone
expect text R03 to +6281234567801

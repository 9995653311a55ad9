# A child writes

# Her age is known by her own answer alone, never guessed from words. She is
# spoken to in the familiar form, told that she did nothing wrong, and asked
# for an adult she trusts; the form ends there.
sms from +6281234567801 "AMAN" # the plain word, from the card at school
expect text R02 to +6281234567801
sms from +6281234567801 "1" # it happens to me
expect text R30 to +6281234567801
sms from +6281234567801 "0" # skip
expect text R07 to +6281234567801
sms from +6281234567801 "0" # skip
expect text R33 to +6281234567801
sms from +6281234567801 "16 tahun" # sixteen years
expect text R09 to +6281234567801
sms from +6281234567801 "bibi" # my aunt
expect text R03 to +6281234567801

# I17: 15 minutes at level 0; at level 1 the rest of her 10 minutes or of the
# half hour after the word; under 5 minutes left, the neutral stand-in leaves.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801 valid 900
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801 valid 600
pass 8m
sms from +6281234567801 "dia datang tiap malam"
expect text R03 to +6281234567801 valid 600
pass 9m
sms from +6281234567801 "1"
pass 6m
sms from +6281234567801 "9"
expect text R05 to +6281234567801 valid 420
pass 3m
# four minutes of the half hour are left: R04 for R05
sms from +6281234567801 "9"
expect text R04 to +6281234567801 valid 900
pass 5m
# and a menu's answer is the note
sms from +6281234567801 "9"
expect text R04 to +6281234567801 valid 900

# The same for a question of the form: R32 or, when closed, R17.
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
pass 9m
sms from +6281234567802 "1"
expect text R30 to +6281234567802
pass 9m
sms from +6281234567802 "0"
expect text R07 to +6281234567802
pass 9m
sms from +6281234567802 "0"
expect text R32 to +6281234567802 valid 900
# R33 was not asked: 1 is no age
sms from +6281234567802 "1"
expect report minor=none
forget

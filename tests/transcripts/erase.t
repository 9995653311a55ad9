# Erase it

# Whoever holds the phone can ask for it, so the answer is the same for
# everybody. A high case is hidden at once, kept until an officer has looked,
# and marked as possibly forced.
sms from +6281234567801 "suami pukul saya" # my husband hits me
expect text R04 to +6281234567801
pass 2h
sms from +6281234567801 "HAPUS" # erase
expect text R21 to +6281234567801
sms from +6281234567801 "HAPUS YA" # erase, yes
expect text R22 to +6281234567801

# A number that never wrote hears the same.
sms from +6281234567802 "HAPUS" # erase
expect text R21 to +6281234567802
sms from +6281234567802 "HAPUS YA" # erase, yes
expect text R22 to +6281234567802

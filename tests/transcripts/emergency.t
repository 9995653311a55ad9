# Emergency on a phone that others may read

# She never said the plain word, so nothing here tells what it is about. 9 is
# urgent at every moment; the office is told at once.
sms from +6281234567801 "suami pukul saya" # my husband hits me
expect text R04 to +6281234567801
sms from +6281234567801 "Sokawera" # the village
expect text R32 to +6281234567801
pass 4m
sms from +6281234567801 "9" # urgent
expect text R04 to +6281234567801

# On a phone where she said AMAN the same cry is answered in plain words.
pass 2m
sms from +6281234567802 "AMAN" # the plain word
expect text R02 to +6281234567802
sms from +6281234567802 "9" # urgent
expect text R05 to +6281234567802
sms from +6281234567802 "Sokawera" # the village
expect text R03 to +6281234567802

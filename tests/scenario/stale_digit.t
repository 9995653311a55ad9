# A digit is bound to its question, and after half an hour to nothing; 9 never
# goes stale (I14).
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
pass 20m
sms from +6281234567801 "masih di sini"
expect text R32 to +6281234567801
pass 20m
# no longer "call me": where nothing is asked, 1 opens the menu
sms from +6281234567801 "1"
expect text R31 to +6281234567801
expect report call.wish=none
sms from +6281234567801 "9"
expect text R04 to +6281234567801

# Half an hour without a word, and the digit begins a new conversation.
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
pass 31m
sms from +6281234567802 "1"
expect text R01 to +6281234567802

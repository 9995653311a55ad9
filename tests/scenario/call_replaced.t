# She asks for a call, and then writes once more: the newer answer takes the
# place of the one that waits for an officer, and the wish stands.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
sms from +6281234567801 "1"
pass 2m
sms from +6281234567801 "9"
expect text R04 to +6281234567801
pass 10m
expect no text
expect report call.wish=soon
# a mere story in between replaces nothing
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
sms from +6281234567802 "1"
expect text R31 to +6281234567802
sms from +6281234567802 "1"
pass 2m
sms from +6281234567802 "cepat ya"
pass 2m
officer take
expect text R16 to +6281234567802

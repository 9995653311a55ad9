# Call me

# Everything works without the plain word, in the veiled menu. She is told of
# a call only if an officer took it within ten minutes.
sms from +6281234567801 "halo, apakah kantor buka" # hello, is the office open
expect text R01 to +6281234567801
sms from +6281234567801 "1" # you may answer on this phone
expect text R31 to +6281234567801
sms from +6281234567801 "1" # call me
expect no text
pass 6m
officer take # takes the call
expect text R16 to +6281234567801
pass 1m
sms from +6281234567801 "16.30" # at half past four
expect no text

# Nobody took it: the note, and no call that nobody will make is promised.
pass 5m
sms from +6281234567802 "halo, apakah kantor buka" # hello, is the office open
expect text R01 to +6281234567802
sms from +6281234567802 "1" # you may answer on this phone
expect text R31 to +6281234567802
sms from +6281234567802 "1" # call me
pass 10m
expect text R32 to +6281234567802

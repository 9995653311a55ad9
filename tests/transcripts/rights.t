# My rights

sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801
sms from +6281234567801 "4" # my rights
expect text R24 to +6281234567801
pass 3m
sms from +6281234567801 "0" # done
expect no text

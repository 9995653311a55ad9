# One phone, however the network writes its number.
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
sms from 081234567890 "suami saya memukul saya lagi"
expect text R32 to +6281234567890
sms from 6281234567890 "dan lagi, tolong"
expect no text
expect reports 1
expect report messages=3

# From abroad she is answered there.
sms from +60123456789 "halo, saya di Malaysia"
expect text R01 to +60123456789

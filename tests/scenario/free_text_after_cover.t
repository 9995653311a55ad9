# Free text after R01 without 1 is filed and not answered; R01 is still on her
# screen, so its digit still answers it. After half an hour a digit is a new
# beginning, not the answer to an old question.
sms from +6281234567801 "halo, apakah ada orang"
expect text R01 to +6281234567801
sms from +6281234567801 "saya ingin bertanya"
expect no text
sms from +6281234567801 "1"
expect text R31 to +6281234567801
expect report messages=3
forget
pass 31m
sms from +6281234567801 "1"
expect text R01 to +6281234567801
expect reports 2
forget

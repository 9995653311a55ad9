# Somebody asks who we are: the truth of the cover, told once, and for half an
# hour nothing but the cover, AMAN included. Perhaps he has found the card.
sms from +6281234567801 "siapa ini"
expect text R23 to +6281234567801
sms from +6281234567801 "AMAN"
expect text R32 to +6281234567801
sms from +6281234567801 "siapa ini?"
expect no text
sms from +6281234567801 "suami saya pukul saya"
expect text R04 to +6281234567801
expect report urgency=high
pass 31m
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801

# 9 lifts it: she is back.
sms from +6281234567802 "ini siapa ya"
expect text R23 to +6281234567802
sms from +6281234567802 "9"
expect text R04 to +6281234567802
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802

# A word for help or of danger in the same text outweighs the question.
sms from +6281234567803 "siapa ini? tolong saya"
expect text R01 to +6281234567803
sms from +6281234567803 "AMAN"
expect text R02 to +6281234567803
sms from +6281234567804 "siapa ini? suami saya pukul saya"
expect text R04 to +6281234567804
sms from +6281234567804 "AMAN"
expect text R02 to +6281234567804

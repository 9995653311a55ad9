# 9 is urgent on any phone: R04 on an unknown one, R05 where she said AMAN.
# The village is asked by name only; the office hears at once.
sms from +6281234567801 "9"
expect text R04 to +6281234567801 valid 900
expect webhook report.filed urgency=high emergency=yes
sms from +6281234567801 "Sokawera"
expect text R32 to +6281234567801
expect message 2 answers=R04 village=Sokawera
expect report urgency=high emergency=yes

sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
sms from +6281234567802 "9"
expect text R05 to +6281234567802
expect report urgency=high emergency=yes
sms from +6281234567802 "Sokawera"
expect text R03 to +6281234567802
expect message 3 answers=R05 village=Sokawera

# The first danger word of a conversation is answered, more of them are filed.
sms from +6281234567803 "suami saya pukul saya"
expect text R04 to +6281234567803
expect report urgency=high emergency=no
sms from +6281234567803 "saya takut sekali"
expect text R32 to +6281234567803
sms from +6281234567803 "dia masih memukul"
expect no text
expect report messages=3

# R04 leads on to the veiled menu with 1.
sms from +6281234567804 "9"
expect text R04 to +6281234567804
sms from +6281234567804 "1"
expect text R31 to +6281234567804

# I18: 30 minutes of silence, and a known number is a stranger again.
sms from +6281234567890 "suami saya memukul saya tadi malam"
expect text R04 to +6281234567890
pass 29m
sms from +6281234567890 "dia sudah pergi ke ladang"
forget
expect reports 1
expect report messages=2

# From her last message on, not from the first.
pass 29m
sms from +6281234567890 "dia pulang nanti sore"
forget
expect reports 1
pass 31m
sms from +6281234567890 "halo, kapan ada posyandu"
expect text R01 to +6281234567890
expect reports 2
expect report messages=1 urgency=low emergency=no

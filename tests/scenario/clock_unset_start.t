# Power is back, the clock is not: what is known from before is the least.
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
crash
pass 2h
clock unset
restart
sms from +6281234567891 "dia mengancam saya"
expect text R04 to +6281234567891
expect report clock=smsc filed_at=2026-11-21T05:00:00Z
expect reports 2
clock set
pass 1h
expect no text
sms from +6281234567892 "dia mengancam saya"
expect text R04 to +6281234567892
expect report clock=box
forget

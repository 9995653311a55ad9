# A box whose clock is not set takes the network's time and marks the report.
clock unset
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect report clock=smsc filed_at=2026-11-21T03:00:00Z
expect status clock_trusted=no
expect doctor "the clock is not set"

# Time goes on without it: conversations and webhooks too.
pass 10m
sms from +6281234567890 "dia masih di rumah"
forget
expect reports 1
pass 40m
sms from +6281234567890 "halo, kapan posyandu"
expect text R01 to +6281234567890
expect reports 2
expect report clock=smsc filed_at=2026-11-21T03:50:00Z

# Set at last: trusted from then on, and nothing is sent again.
clock set
sms from +6281234567891 "dia mengancam saya"
expect text R04 to +6281234567891
expect report clock=box
expect status clock_trusted=yes
pass 1h
expect no text
forget

# Words of suicide: R26 where she said AMAN, else R04, which tells a stranger
# nothing. Both are emergencies, and marked for the officer.
sms from +6281234567801 "saya mau bunuh diri"
expect text R04 to +6281234567801
expect report urgency=high emergency=yes marks=suicide

sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
sms from +6281234567802 "saya mau bunuh diri"
expect text R26 to +6281234567802
expect report urgency=high emergency=yes marks=suicide
# 1: call me now. The answer waits for the officer who takes it.
sms from +6281234567802 "1"
expect no text
expect report call.wish=now
pass 3m
officer take
expect text R16 to +6281234567802
expect report call.taken_at=2026-11-21T03:03:00Z

# R26 is said once; what follows is thanked like any story.
sms from +6281234567803 "AMAN"
expect text R02 to +6281234567803
sms from +6281234567803 "saya mau bunuh diri"
expect text R26 to +6281234567803
sms from +6281234567803 "0"
expect text R03 to +6281234567803
sms from +6281234567803 "saya ingin bunuh diri"
expect text R03 to +6281234567803

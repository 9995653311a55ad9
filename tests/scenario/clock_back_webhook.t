# The clock is set back a day while an alert waits for its next attempt: it
# waits no day longer for that.
webhook answers 500 once
sms from +6281234567801 "suami saya memukul saya"
expect text R04 to +6281234567801
clock jumps -23h
pass 15m
expect outbox webhook delivered 1
forget

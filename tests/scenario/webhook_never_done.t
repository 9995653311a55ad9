# siaga-notify takes a webhook and never says what became of it (a report of
# its that got lost will do): the alert must not be dead for ever, nor stop
# all others to that office.
webhook answers silent 2 times
sms from +6281234567801 "suami saya memukul saya"
sms from +6281234567802 "suami saya memukul saya"
sms from +6281234567803 "suami saya memukul saya"
pass 10m
expect outbox webhook sending 0
expect outbox webhook delivered 3
forget

# What else receivers do: no answer, no connection, a redirect, Retry-After.
webhook answers timeout once
sms from +6281234567801 "suami saya memukul saya"
expect webhook report.filed
pass 5s
expect webhook report.filed again
webhook answers 302 once
sms from +6281234567802 "suami saya memukul saya"
expect webhook report.filed
pass 5s
expect webhook report.filed again

# Retry-After is honoured, but an alert waits ten minutes at most.
webhook answers 503 retry 2m once
sms from +6281234567803 "suami saya memukul saya"
expect webhook report.filed
pass 119s
expect no webhook
pass 2s
expect webhook report.filed again
webhook answers 429 retry 2d once
sms from +6281234567804 "suami saya memukul saya"
expect webhook report.filed
pass 599s
expect no webhook
pass 2s
expect webhook report.filed again
webhook answers refused once
sms from +6281234567805 "suami saya memukul saya"
expect webhook report.filed
pass 5s
expect webhook report.filed again
expect outbox webhook delivered 5
forget

# A receiver that fails is asked again: after 5 s, 15 s, 1, 2 and 5 minutes,
# then every ten.
webhook answers 500
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect webhook report.filed
pass 4s
expect no webhook
pass 1s
expect webhook report.filed again
pass 14s
expect no webhook
pass 1s
expect webhook report.filed again
pass 1m
expect webhook report.filed again
pass 2m
expect webhook report.filed again
pass 5m
expect webhook report.filed again
expect nothing
pass 1h
6 times expect webhook report.filed again
expect nothing
webhook answers 200
pass 10m
expect webhook report.filed again
expect outbox webhook delivered 1
pass 1d
expect nothing

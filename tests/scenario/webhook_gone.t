# 410: the receiver wants no more. What waits becomes dead letters that an
# administrator sees and sends again.
heartbeat 1h
webhook answers 410
sms from +6281234567801 "suami saya memukul saya"
expect webhook report.filed
sms from +6281234567802 "suami saya memukul saya"
expect no webhook
pass 2d
expect no webhook
expect outbox webhook failed 2
expect doctor "webhooks given up"
webhook answers 200
command outbox.replay {}
pass 1s
expect webhook report.filed again
expect webhook report.filed
expect outbox webhook delivered 2
sms from +6281234567803 "suami saya memukul saya"
expect webhook report.filed
forget

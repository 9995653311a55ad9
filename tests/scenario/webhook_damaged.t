# A body that cannot be read holds up nothing else, and ends as a dead letter
# that somebody sees.
webhook answers 500
sms from +6281234567801 "suami saya memukul saya"
expect webhook report.filed
stop
sql siaga.db "UPDATE outbox SET body = 'x' WHERE sink = 'webhook' AND event = 'report.filed'"
restart
webhook answers 200
pass 1m
expect no webhook
sms from +6281234567802 "suami saya memukul saya"
expect webhook report.filed
expect text R04 to +6281234567801
expect text R04 to +6281234567802
command outbox.list {"state":"queued"}
expect result 1.error=unreadable
pass 4d
expect outbox webhook failed 1

# A thousand reports while the office's receiver is down for an hour: each
# is told, once, when it is back.
webhook answers 500
1000 times sms from +6281100{n} "suami saya memukul saya"
pass 1h
expect reports 1000
expect outbox webhook queued 1000
webhook answers 200
pass 15m
expect outbox webhook queued 0
expect outbox webhook delivered 1000
forget

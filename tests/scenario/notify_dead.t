# siaga-notify is dead for six hours: texts are answered as ever, and the
# office hears of every report when it is back.
notify down
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
pass 3h
sms from +6281234567891 "halo, kapan posyandu?"
expect text R01 to +6281234567891
expect no webhook
expect doctor "siaga-notify is not connected"
pass 3h
notify up
expect webhook report.filed urgency=high
expect webhook report.filed urgency=low
expect nothing
expect outbox webhook delivered 2

# It dies with webhooks in its hands: they are sent again, with their ids.
webhook answers silent
sms from +6281234567892 "dia mengancam saya"
expect text R04 to +6281234567892
expect webhook report.filed
webhook answers 200
notify dies
pass 1s
expect webhook report.filed again urgency=high
expect outbox webhook delivered 3
expect nothing

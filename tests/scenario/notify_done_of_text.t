# siaga-notify, which reads what strangers' servers answer, must not be able
# to touch the outbox rows of texts.
modem answers silent once
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect outbox sms sending 1
notify says {"f":"notify.done","id":1,"of":1,"status":500}
notify says {"f":"notify.done","id":2,"of":2,"status":500}
notify says {"f":"notify.done","id":3,"of":1,"status":200}
notify says {"f":"notify.done","id":4,"of":2,"status":200}
expect outbox sms sending 1
modem tells sent
pass 10m
expect no text
expect outbox sms sent 1
forget

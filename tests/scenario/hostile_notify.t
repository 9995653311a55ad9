# siaga-notify says what it likes: no text leaves and no report changes.
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect webhook report.filed
notify says {"f":"notify.done","id":1,"of":999999,"status":200}
notify says {"f":"notify.done","id":2,"of":999999,"status":500}
notify says {"f":"notify.done","id":3,"of":999999,"status":410}
notify says {"f":"notify.done","id":4,"of":1,"status":1000}
notify says {"f":"modem.sms","id":5,"pdu":"","location":1}
notify says {"f":"refused","re":1,"error":"busy","retry":true}
expect reports 1
expect nothing
sms from +6281234567891 "dia mengancam saya"
expect webhook report.filed
forget

# A modem program gone mad: its frames are refused one by one, it is ended
# after a hundred, started anew, and nothing is lost.
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
modem says {"f":"modem.sms","id":900,"pdu":"0","location":1}
modem says {"f":"modem.sms","id":901,"pdu":"zz","location":1}
modem says {"f":"modem.sms","id":902,"location":1}
modem says {"f":"modem.sent","id":903,"of":1}
modem says {"f":"modem.sent","id":904,"of":1,"outcome":"sent","mr":256}
modem says {"f":"modem.state","id":905,"state":"\u0000"}
modem says {"f":"notify.done","id":906,"of":1,"status":200}
modem says {"f":"command","id":907,"name":"status","args":{}}
expect status frames_refused=8

# What fits the language but means nothing is answered and changes nothing.
modem says {"f":"modem.sent","id":910,"of":123456,"outcome":"sent","mr":1}
modem says {"f":"modem.sent","id":911,"of":1,"outcome":"sent","mr":1}
modem says {"f":"modem.sent","id":912,"of":2,"outcome":"nonsense"}
modem says {"f":"modem.sent","id":913,"of":2,"outcome":"failed"}
modem says {"f":"modem.deleted","id":914,"ref":123456}
modem says {"f":"modem.state","id":915,"state":"dancing"}
modem says {"f":"ok","re":123456}
modem says {"f":"refused","re":123456,"error":"busy"}
modem says {"f":"refused","re":2,"error":"busy","retry":true}
modem says {"f":"pong","re":9}
modem says {"f":"hello","version":1,"role":"modem","name":"a","pid":1}
pass 1s
expect no text
expect reports 1
sms from +6281234567891 "halo, apakah kantor buka"
expect text R01 to +6281234567891
100 times modem says rubbish
pass 1s
sms from +6281234567892 "halo, apakah kantor buka"
expect text R01 to +6281234567892
expect reports 3
expect sim 0

# Frames that do not fit the language are refused and counted, whoever says
# them; others are served on. A hundred of them end the connection.
stranger evil connects as client
stranger evil says {"f":"hello","version":1,"role":"client","pid":1}
expect stranger evil hears welcome
stranger evil says hello there
stranger evil says {}
stranger evil says []
stranger evil says null
stranger evil says {"f":7}
stranger evil says {"f":"no_such_frame","id":1}
stranger evil says {"f":"modem.sms","id":1,"pdu":"00","location":1}
stranger evil says {"f":"command","id":0,"name":"status","args":{}}
stranger evil says {"f":"command","id":1,"name":"status","args":[]}
stranger evil says {"f":"command","id":1,"name":"status","args":{},"more":1}
stranger evil says {"f":"command","id":1,"id":2,"name":"status","args":{}}
stranger evil says {"f":"command","id":99999999999999999999,"name":"x","args":{}}
stranger evil says {"f":"command","id":1.5,"name":"status","args":{}}
stranger evil says "\u0000\u0000{\"f\":\"hello\"}"
stranger evil says oversized
expect status frames_refused=15
expect stranger evil connected
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890

84 times stranger evil says rubbish
expect stranger evil connected
stranger evil says rubbish
expect stranger evil dropped "too_many_bad_frames"
sms from +6281234567891 "halo, apakah kantor buka"
expect text R01 to +6281234567891
expect reports 2

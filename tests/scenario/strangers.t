# A connection may only be what it is: role, version and name must agree.
stranger one connects as client
stranger one says {"f":"hello","version":1,"role":"modem","name":"a","pid":1}
expect stranger one dropped "hello_refused"
stranger two connects as client
stranger two says {"f":"hello","version":2,"role":"client","pid":1}
expect stranger two dropped "hello_refused"
stranger three connects as notify
stranger three says {"f":"hello","version":1,"role":"client","pid":1}
expect stranger three dropped "hello_refused"
stranger four connects as anybody
stranger four says {"f":"hello","version":1,"role":"modem","name":"nobody","pid":1}
expect stranger four dropped "no_such_modem"
stranger five connects as client
stranger five says {"f":"hello","version":1,"role":"client","pid":1}
stranger five says {"f":"hello","version":1,"role":"client","pid":1}
expect stranger five dropped "hello_refused"

# Without a hello no program is heard (a person may ask at once).
stranger six connects as notify
stranger six says {"f":"notify.done","id":1,"of":1,"status":200}
expect status frames_refused=1
stranger seven connects as modem
stranger seven says {"f":"modem.sms","id":1,"pdu":"00","location":1}
expect reports 0
expect status frames_refused=2
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890

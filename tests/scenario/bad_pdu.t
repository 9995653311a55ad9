# What cannot be decoded is kept raw in quarantine, leaves the SIM, and
# everything after it is processed.
hold
pdu 00
pdu FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
pdu 07916218010000F0
pdu 07916218010000F0040D91261832547698F000006211120100008203
pdu 07916218010000F0440D91261832547698F00000621112010000820BFF0003AABBCCDDEEFF0011
pdu 07916218010000F0040D91261832547698F00020621112010000820141
pdu 07916218010000F0047F91261832547698F0000062111201000082014100000000000000
sms from +6281234567890 "suami saya memukul saya"
go
expect text R04 to +6281234567890
expect sim 0
expect quarantine 7
expect report 1 quarantine=yes urgency=low
expect reports 8
expect message 1 of report 1 raw=yes

# The same rubbish read again is the same rubbish.
pdu 00
expect quarantine 7
expect sim 0

# The driver has no bytes for a message: said once, and it goes.
pdu none unreadable
expect quarantine 8
expect sim 0
expect no text

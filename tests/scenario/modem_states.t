# Whatever keeps the modem from working is shown, and nothing is lost.
start
expect modem a state=ready
modem state absent
expect modem a state=absent
expect doctor "modem a is absent"
modem state pin_needed
expect doctor "modem a is pin_needed"
sms from +6281234567890 "halo, apakah kantor buka"
expect no text
expect sim 1
modem down
pass 1m
expect modem a state=gone
modem up
modem state ready
expect text R01 to +6281234567890
expect sim 0
expect no doctor "modem a is"

# A neighbour asks; then she says what it is about; then she is heard out.
sms from +6281234567890 "halo pak, kapan posyandu buka?"
expect text R01 to +6281234567890
expect webhook report.filed to district urgency=low emergency=no
expect sim 0
pass 2m
sms from +6281234567890 "tolong, suami saya memukul saya"
expect text R04 to +6281234567890
expect webhook report.urgent urgency=high emergency=no
expect report urgency=high emergency=no state=new quarantine=no clock=box messages=2 texts=2
expect message 2 "tolong, suami saya memukul saya"
expect code
pass 31m
sms from +6281234567890 "masih dipukul lagi"   # a new conversation, a new case
expect text R04 to +6281234567890
expect webhook report.filed urgency=high
expect reports 2
expect nothing

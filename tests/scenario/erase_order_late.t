# An order that nobody's key has carried out for 48 hours is an alarm, once.
heartbeat 1h
who first
does key.init sari
who nobody
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
forget
pass 5d
sms from +6281234567801 "HAPUS YA"
expect text R22 to +6281234567801
forget
pass 47h
expect no webhook
pass 2h
expect webhook gateway.alarm alarm=erasure_order
pass 2d
expect no webhook

# Found after its deadline is over: not triaged, so the alarm of I12 is due at
# once; triaged, it is erased.
unlocks sari
expect report 1 state=erase_pending
expect report 2 state=erased
pass 1m
expect webhook report.updated
expect webhook report.closed
expect webhook report.urgent
does report.urgency report 1 urgency low
does lock
who nobody
forget
pass 31m
expect report 1 state=erased
forget

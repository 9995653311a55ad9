# I12: triaged not high and without a word of danger, a record is erased by
# its deadline without a person; its key is gone, its figures stay.
heartbeat 1h
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
officer urgency low
sms from +6281234567801 "HAPUS YA"
expect text R22 to +6281234567801
expect report state=erase_pending
pass 69h
expect report state=erase_pending
pass 2h
expect report state=erased village=none
forget
sms from +6281234567801 "CEK <code>"
expect text R19 to +6281234567801

# With a word of danger, or before a person has looked, an officer decides;
# a day before the end he is reminded, once, by an alarm.
sms from +6281234567802 "suami saya memukul saya"
expect text R04 to +6281234567802
sms from +6281234567802 "HAPUS YA"
expect text R22 to +6281234567802
forget
pass 47h
expect no webhook
pass 2h
expect webhook report.urgent urgency=high
pass 30h
expect no webhook
expect report state=erase_pending marks=possibly_forced
officer erase reason "x" nameless
expect answer error=reason
officer erase reason "ia diancam" refuse
expect report state=new
officer erase reason "ia minta lagi, langsung"
expect report state=erased
officer erase reason "lagi"
expect answer error=state
forget

# Erased while she writes: what comes next is a report of its own, readable.
sms from +6281234567803 "halo, apakah kantor buka"
expect text R01 to +6281234567803
officer erase reason "salah alamat"
sms from +6281234567803 "ini cerita saya"
expect report state=new messages=1
expect message 1 "ini cerita saya"
forget

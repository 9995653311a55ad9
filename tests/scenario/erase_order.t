# HAPUS YA from a number that the box has forgotten is an order: the next key
# of an officer finds its reports, hides them, and I12 goes on from the time of
# the order.
heartbeat 1h
does key.init sari
expect answer error=bad_key
who first
does key.init sari
who nobody
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567802 "suami saya memukul saya"
expect text R04 to +6281234567802
sms from +6281234567803 "halo, ini orang lain"
expect text R01 to +6281234567803
unlocks sari
does report.urgency report 1 urgency low
expect answer error=none
does people.add budi role officer
does key.officer budi
does lock
who nobody
forget

# After the routing time nobody is known. What is answered is the same.
pass 5d
expect log "routes.forgotten"
sms from +6281234567801 "HAPUS YA"
expect text R22 to +6281234567801
sms from +6281234567802 "HAPUS YA"
expect text R22 to +6281234567802
expect quarantine 2
expect report 4 reason=erase_order
expect report 1 state=new
expect report 2 state=new
# her code alone says nothing, and a text is a report of its own
sms from +6281234567802 "CEK <code:2>"
expect text R19 to +6281234567802
pass 31m
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
expect reports 6
forget

# An officer unlocks: both are hidden, the third is not, nor what came later.
unlocks budi
expect report 1 state=erase_pending marks=none erase_due_at=2026-11-29T03:00:00Z
expect report 2 state=erase_pending erase_pending=yes
expect report 3 state=new
expect report 6 state=new same_as=<code:2>
expect webhook report.updated
expect webhook report.updated
forget
does report.same
expect result complete=yes pairs.2=none
# he does not see every case: the orders stay until a supervisor unlocks
expect report 4 state=new
expect report 5 state=new
does report.release report 4 reason "coba"
expect answer error=state
does lock
unlocks sari
expect report 2 marks=possibly_forced
expect report 4 state=erased
expect report 5 state=erased
expect report 6 state=new
expect report 1 state=erase_pending
does lock
who nobody
forget
expect no doctor "quarantine"

# Triaged not high and without a word of danger: by the deadline, counted from
# the order. The other one is an officer's, with an alarm a day before.
pass 47h
expect report 2 state=erase_pending
forget
pass 90m
expect webhook report.urgent urgency=high
forget
pass 22h
expect report 1 state=erased
expect report 2 state=erase_pending
expect doctor "erasures are due"

# Refused, it stays so, though the order is found again by other keys.
unlocks sari
does report.erase report 2 refuse reason "ia diancam"
expect report 2 state=new
does lock
unlocks budi
pass 1m
expect report 2 state=new
forget

# HAPUS YA hides the contents from all but its officer and the
# supervisor; the list shows code, time, urgency and state (I12), no more.
import shipped
who first
does key.init ratna
unlocks ratna
does people.add sari role officer name Sari
does key.officer sari
sms from +6281234567802 "suami saya memukul saya"
forget
pass 1m
sms from +6281234567802 "HAPUS YA"
forget
unlocks sari
does report.show report 1
expect result erase_pending=yes marks=none
does report.queue
expect result rows.1.state=erase_pending rows.1.village=none
expect result rows.1.forced=none rows.1.last_at=none

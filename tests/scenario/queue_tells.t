# the queue tells officers whom a report was not assigned to what
# report show keeps from them (show_bare.t): marks, her hours, her deadlines.
import shipped
who first
does key.init ratna
unlocks ratna
does people.add sari role officer name Sari
does key.officer sari
sms from +6281234567802 "suami saya memukul saya"
forget
pass 1m
sms from +6281234567802 "tidak jadi, sudah baikan"
forget
does report.assign report 1 to ratna reason "hanya saya"
unlocks sari
does report.show report 1
expect result not_assigned=yes marks=none
does report.queue
expect result rows.1.forced=none rows.1.last_at=none

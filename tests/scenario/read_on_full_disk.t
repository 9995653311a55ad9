# A full disk keeps nobody from reading: the log says what the audit lacks.
# What changes something is refused.
who first
does key.init sari
unlocks sari
sms from +6281111111111 "suami saya memukul saya"
forget
disk full
unlocks sari
expect answer error=none
expect message 1 of report 1 "suami saya memukul saya"
expect log "audit.unwritten"
does report.show report 1
expect answer error=none
does report.close report 1 reason "coba"
expect answer error=store
disk fine
pass 1m
does report.show report 1
expect answer error=none

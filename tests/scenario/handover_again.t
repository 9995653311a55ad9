# A handover gives no new deadline while nobody has it: else an emergency that two
# people hand to each other would never get to anybody else (P3).
import shipped
who first
does key.init ratna
unlocks ratna
does key.officer sari
does key.officer budi
sms from +6281234567803 "tolong dia bawa parang, saya dicekik"
forget
repeat 10
pass 4m
unlocks ratna
does report.handover report 1 to sari reason "coba"
pass 4m
unlocks ratna
does report.handover report 1 to budi reason "coba"
end
forget
# 80 minutes without an owner, officer = 5m: the coordinator or an alarm
expect log "alert.nobody"
expect answer error=none

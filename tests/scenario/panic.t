# The office is searched: one command, and nobody reads on, the box knows no
# number, nothing that waited is sent. Texts are taken and announced as before.
who first
does key.init sari
forget
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect webhook report.filed
unlocks sari
modem answers silent once
sms from +6281234567890 "1"
expect text R31 to +6281234567890
sms from +6281234567891 "halo, apakah kantor buka"
expect outbox sms queued 1
forget
does panic by "Sari"
expect result locked=yes
expect outbox sms queued 0
expect webhook gateway.alarm alarm=panic
does people.add budi role officer
expect answer error=panic
who nobody
unlocks sari
expect answer error=panic
does report.urgency report 1 urgency low reason "x"
expect answer error=panic
pass 5m
expect no text
forget

# Intake and alerts go on; what came before is nobody's.
sms from +6281234567890 "dia kembali, tolong cepat"
expect text R04 to +6281234567890
expect webhook report.filed
expect reports 3

# A restart keeps it locked, and sends no old answer.
crash
restart
expect nothing
unlocks sari
expect answer error=panic

# Only a supervisor ends it.
does panic.end sari passphrase "bukan kata sandinya"
expect answer error=forbidden
does panic.end sari
expect result locked=no
expect webhook gateway.alarm alarm=nobody_on_duty
expect webhook gateway.alarm alarm=panic_ended
unlocks sari
expect message 1 of report 1 "suami saya memukul saya"

# From afar: a one-time code from the officer's own number, and nothing else.
does people.add budi role officer number 081300000001
does key.officer budi
who sari
does panic.codes budi
keep codes
sms from +6281399999999 "<given>"
expect text P04 to +6281300000001   # the first who can be asked
expect text R01 to +6281399999999
expect status locked=no
sms from +6281300000001 "<given>"
expect no text
expect status locked=yes
expect reports 4
expect webhook report.filed
expect webhook gateway.alarm alarm=panic
who nobody
does panic.end sari
expect status locked=no
forget
# Once: the same text again is an ordinary one.
sms from +6281300000001 "<given>"
expect text R01 to +6281300000001
expect status locked=no

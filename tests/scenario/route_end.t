# Design 6: 72 hours after the day of her last text the box knows nobody. CEK
# by number alone is a stranger's, a new text a new report, HAPUS YA an order
# for an officer; what an officer wrote waits sealed.
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
sms from +6281234567890 "1"
expect text R31 to +6281234567890
sms from +6281234567890 "CEK <code>"
expect text R32 to +6281234567890
forget

# A day later she is still known, and each message moves her to its day.
pass 30h
sms from +6281234567890 "CEK <code>"
expect text R32 to +6281234567890
forget

# Four days and a half after that nobody is.
pass 4d
pass 12h
expect log "routes.forgotten"
sms from +6281234567890 "CEK <code>"
expect text R19 to +6281234567890
expect reports 1
sms from +6281234567890 "HAPUS YA"
expect text R22 to +6281234567890
expect quarantine 1
pass 31m
sms from +6281234567890 "halo, ada orang di sana"
expect text R01 to +6281234567890
expect reports 3
forget

# Also when the box was off meanwhile.
stop
pass 6d
restart
expect log "routes.forgotten"
sms from +6281234567890 "halo, saya lagi"
expect text R01 to +6281234567890
expect reports 4
forget

# A SIM that cannot delete: its day is held, so that a second reading is no
# second report.
modem keeps
sms from +6281234567891 "halo, pesan di SIM"
expect text R01 to +6281234567891
pass 6d
modem dies
pass 1m
expect reports 5
forget

# Her window outlives her number: nothing leaves, and an override says why.
sms from +6281234567895 "halo, apakah kantor buka"
expect text R01 to +6281234567895
sms from +6281234567895 "1"
expect text R31 to +6281234567895
officer confirm phone own window 1S
pass 5d
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 1d
expect no text
officer override reason "penting" by "Sari"
forget
# From a number that is known again, only her code and safe word lead back.
sms from +6281234567895 "halo lagi"
expect text R01 to +6281234567895
sms from +6281234567895 "1"
expect text R31 to +6281234567895

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

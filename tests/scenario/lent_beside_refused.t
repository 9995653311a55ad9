# An answer is on its way to a number that a key has lent; a command that is
# refused meanwhile undoes itself alone, and the answer leaves all the same.
heartbeat 1h
who first
does key.init sari
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
sms from +6281234567890 "1"
expect text R31 to +6281234567890
unlocks sari
officer confirm phone own window 1S
pass 5d
pass 20h
pass 30m
forget
modem down
unlocks sari
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 2m
expect outbox sms queued 1
does report.close report 1
expect answer error=reason
modem up
pass 2m
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567890
expect outbox sms failed 0

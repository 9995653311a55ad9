# After the routing time: an answer waits sealed until an officer is here whose
# key opens the report. Her number is then in memory alone.
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
who nobody
expect log "routes.forgotten"
forget

# Locked: it waits, whatever the hour.
unlocks sari
does lock
who nobody
pass 1d
unlocks sari
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 5m
expect no text
# 06.00-10.00 is her window; the session of the day before is over.
who nobody
pass 20h
pass 20m
expect no text
unlocks sari
pass 2m
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567890
expect no text

# She never wrote again: nothing on the box says whose phone that was.
restart
expect no text

# A text that is on its way when the box stops is not sent again by itself.
unlocks sari
modem answers silent
officer reply text "Kami masih di sini, bu."
pass 2m
crash
restart
who nobody
forget
pass 10m
expect no text

# STOP from a number that the box has forgotten holds for the old report, as
# soon as a key finds it: no answer leaves any more.
modem answers sent
pass 5d
sms from +6281234567890 "STOP"
expect text R20 to +6281234567890
pass 5d
unlocks sari
officer reply text "Apakah ibu baik-baik saja?"
pass 3m
expect no text


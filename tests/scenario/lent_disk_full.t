# A turn that failed while a number was lent: its row is gone, its id comes
# again, and nobody else's answer may go to that number.
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
forget
pass 20h
pass 30m
unlocks sari
pass 2m
disk full in siaga.db
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 2m
disk fine
pass 10s
forget
sms from +6281999999999 "halo"
expect text R01 to +6281999999999

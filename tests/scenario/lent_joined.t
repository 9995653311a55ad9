# Lent for an answer that a join brought: it opens with the key it was sealed
# to, no turn fails, and a stranger's answer goes to the stranger.
heartbeat 1h
who first
does key.init sari
unlocks sari
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
pass 40m
unlocks sari
sms from +6281234567890 "halo lagi, apakah kantor buka"
forget
officer 2 reply text "Silakan datang ke balai desa besok jam 9."
officer 1 join other 2 reason "same"
pass 5d
pass 20h
forget
unlocks sari
officer 1 confirm phone own window 1S
pass 4m
forget
sms from +6281999999999 "halo"
pass 1m
expect text R01 to +6281999999999

# Two phones in one report: after the routing time nobody can tell which is
# safe, so that the answer goes nowhere by itself.
heartbeat 1h
who first
does key.init sari
unlocks sari
sms from +6281111111111 "halo, apakah kantor buka"
pass 40m
sms from +6282222222222 "halo, apakah kantor buka"
forget
unlocks sari
officer 1 join other 2 reason "same"
officer 1 confirm phone own window 1S
pass 5d
pass 20h
forget
unlocks sari
officer 1 reply text "Datang ke rumah bidan jam 9."
pass 4m
expect no text

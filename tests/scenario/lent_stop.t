# STOP in a newer report of the number binds the older one, however long ago.
heartbeat 1h
who first
does key.init sari
unlocks sari
sms from +6281111111111 "halo, apakah kantor buka"
officer 1 confirm phone own window 1S
pass 5d
forget
sms from +6281111111111 "halo lagi apakah buka"
sms from +6281111111111 "STOP"
forget
pass 5d
pass 20h
unlocks sari
officer 1 reply text "Datang ke rumah bidan jam 9."
pass 4m
expect no text

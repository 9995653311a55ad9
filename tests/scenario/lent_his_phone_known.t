# The same while the newer report's number is still known.
heartbeat 1h
who first
does key.init sari
unlocks sari
sms from +6281111111111 "halo, apakah kantor buka"
officer 1 confirm phone own window 1S
pass 5d
forget
sms from +6281111111111 "halo apakah kantor buka hari ini"
unlocks sari
officer 2 confirm phone his window N
forget
pass 20h
unlocks sari
officer 1 reply text "Datang ke rumah bidan jam 9."
pass 4m
expect no text

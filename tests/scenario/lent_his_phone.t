# A phone that is his, or a wrong number, in a newer report of the same number:
# no answer of the older one goes there.
heartbeat 1h
who first
does key.init sari
unlocks sari
sms from +6281111111111 "halo, apakah kantor buka"
officer 1 confirm phone own window 1S
pass 5d
forget
sms from +6281111111111 "siapa ini?"
sms from +6281111111111 "SALAH SAMBUNG"
pass 10m
unlocks sari
officer 2 confirm phone his wrong-number
forget
pass 5d
pass 20h
unlocks sari
officer 1 reply text "Datang ke rumah bidan jam 9."
pass 4m
expect no text

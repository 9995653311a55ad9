# An answer that waited when the office was searched does not leave when the
# lock ends: an officer writes it again, if it still holds.
heartbeat 1h
who first
does key.init sari
unlocks sari
sms from +6281234567801 "halo, apakah kantor buka"
officer 1 confirm phone own window 1S
officer 1 reply text "Datang ke rumah bidan jam 9."
sms from +6281234567802 "halo, apakah kantor buka"
officer 2 reply text "Datang ke balai desa jam 9."
expect report 1 replies.1.state=waiting
forget
does panic
expect answer error=none
pass 10d
does panic.end sari
expect answer error=none
unlocks sari
expect report 1 replies.1.state=withdrawn
expect report 2 replies.1.state=withdrawn
expect answer error=none
pass 20h
pass 30m
forget
unlocks sari
pass 4m
expect no text
expect report 1 replies.1.state=withdrawn

# What waited when the copy was made may have left since, or she may have sent
# STOP: a restored box sends no answer of before, an officer writes it again.
heartbeat 1h
stick in
who first
does key.init sari
unlocks sari
sms from +6281234567801 "halo, apakah kantor buka"
officer 1 confirm phone own window 1S
officer 1 reply text "Datang ke rumah bidan jam 9."
sms from +6281234567802 "halo, apakah kantor buka"
officer 2 confirm phone own window 1S
officer 2 reply text "Datang ke balai desa jam 9."
pass 1m
does backup
expect answer error=none

# One leaves after the copy, the other reporter asks for silence.
sms from +6281234567802 "STOP"
forget
pass 21h
expect text "Datang ke rumah bidan jam 9." to +6281234567801
forget
box lost
restore by sari
restart
forget
unlocks sari
expect answer error=none
expect report 1 replies.1.state=withdrawn
expect report 2 replies.1.state=withdrawn
# The windows of two days open, while a key knows the numbers.
pass 23h
unlocks sari
pass 2h
unlocks sari
pass 22h
unlocks sari
pass 4h
expect no text

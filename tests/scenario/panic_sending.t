# An answer that was with the modem when the box was locked, and failed: it is
# not given to the modem again, neither during the lock nor after it.
who first
does key.init sari
unlocks sari
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
delivery ok
officer 1 confirm phone own window 1S
officer 1 reply text "Datang ke rumah bidan jam 9."
modem answers silent once
officer 1 override reason "dokter menunggu"
officer 1 override confirm given
expect text "Datang ke rumah bidan jam 9." to +6281234567801
forget
does panic
expect answer error=none
modem tells failed 38
pass 1m
does panic.end sari
expect answer error=none
unlocks sari
expect report 1 replies.1.state=withdrawn
pass 21h
forget
unlocks sari
pass 4m
expect no text

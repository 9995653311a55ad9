# I18: a number silent for 60 days may be somebody else's by now. No override
# reaches it, unless she said by voice, within the day, whose phone it is.
heartbeat 1h
who first
does key.init sari
unlocks sari
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
officer 1 confirm phone own
forget
pass 59d
unlocks sari
officer 1 reply text "Datang ke rumah bidan jam 9."
officer 1 override reason "darurat"
expect answer error=none
pass 2d
forget
unlocks sari
officer 1 override reason "darurat"
expect answer error=stranger
# Other things that she said are not that.
officer 1 confirm consent K
officer 1 override reason "darurat"
expect answer error=stranger
officer 1 confirm phone unknown
officer 1 override reason "darurat"
expect answer error=stranger
expect no text
officer 1 confirm phone own
pass 25h
unlocks sari
officer 1 override reason "darurat"
expect answer error=stranger
officer 1 confirm phone own
officer 1 override reason "darurat"
expect answer error=none
officer 1 override confirm given
expect answer error=none
expect text "Datang ke rumah bidan jam 9." to +6281234567801

# What waits for a person is said by siaga doctor before it is too late.
heartbeat 1h
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
officer reply text "Silakan datang ke balai desa besok jam 9."
expect no doctor "waited for her"
pass 25h
expect doctor "1 answers have waited for her"
sms from 3636 "Selamat! Anda menang undian"
expect doctor "1 texts in quarantine"
expect no doctor "erasures"
sms from +6281234567801 "HAPUS YA"
forget
pass 2d
pass 1h
expect doctor "erasures are due"

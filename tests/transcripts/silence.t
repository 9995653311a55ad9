# Silence

# X ends it without a word, STOP with one. The officer's answer does not break
# it; only she does, by writing again.
sms from +6281234567801 "halo, apakah kantor buka" # hello, is the office open
expect text R01 to +6281234567801
sms from +6281234567801 "1" # you may answer on this phone
expect text R31 to +6281234567801
sms from +6281234567801 "STOP"
expect text R20 to +6281234567801
officer reply text "Silakan datang ke balai desa besok jam 9." # Please come to the village hall at 9 tomorrow.
officer override reason "dokter menunggu" # tries to send it all the same: refused
expect answer error=silenced
pass 2d
call from +6281234567801 # a call is no text
expect no text
sms from +6281234567801 "saya kembali" # I am back
expect text R34 to +6281234567801
sms from +6281234567801 "X" # not now
expect no text

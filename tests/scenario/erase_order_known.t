# HAPUS YA from a number that writes again asks for what was forgotten as well:
# also a report of which there was no news for more than half a year.
who first
does key.init sari
who nobody
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
forget
stop
pass 200d
restart
sms from +6281234567801 "halo, saya lagi"
expect text R01 to +6281234567801
unlocks sari
pass 1s
expect report 3 same_as=none state=new
sms from +6281234567801 "HAPUS YA"
expect text R22 to +6281234567801
expect quarantine 0
pass 1s
expect report 3 state=erase_pending
expect report 1 state=erase_pending
expect report 2 state=new
forget

# A disk that is full when a key meets the order: it is met again.
stop
pass 200d
restart
sms from +6281234567802 "HAPUS YA"
expect text R22 to +6281234567802
disk full
unlocks sari
pass 5s
disk fine
expect report 2 state=new
pass 2m
expect report 2 state=erase_pending
expect report 4 state=erased
forget

# CEK from her own number: R32 before an officer has read it, R18 after. Three
# tries a day, then R19 for everybody; the next day there are three again.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "CEK <code>"
expect text R32 to +6281234567801
officer reads
sms from +6281234567801 "cek <code>"
expect text R18 to +6281234567801
sms from +6281234567801 "CEK  <code>."
expect text R18 to +6281234567801
sms from +6281234567801 "CEK <code>"
expect text R19 to +6281234567801
pass 25h
sms from +6281234567801 "CEK <code>"
expect text R18 to +6281234567801
expect reports 1
# nobody else's number sees it, and no code that there is not
sms from +6281234567802 "CEK <code>"
expect text R19 to +6281234567802
sms from +6281234567802 "CEK 7XXX"
expect text R19 to +6281234567802

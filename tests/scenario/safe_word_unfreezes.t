# The safe word lifts what "siapa ini" has closed, AMAN does not.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
officer confirm word semangka
sms from +6281234567801 "siapa ini"
expect text R23 to +6281234567801
sms from +6281234567801 "AMAN"
expect text R32 to +6281234567801
sms from +6281234567801 "semangka"
expect text R02 to +6281234567801
sms from +6281234567801 "9"
expect text R05 to +6281234567801
# and it reads an answer in plain words
sms from +6281234567802 "halo, apakah kantor buka"
sms from +6281234567802 "1"
officer confirm word mangga
officer reply text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu."
forget
pass 40m
sms from +6281234567802 "apakah ada kabar"
expect text R34 to +6281234567802
sms from +6281234567802 "mangga"
expect text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu." to +6281234567802

# The safe word, set by voice: as a whole message it opens level 1 like AMAN,
# which keeps working. It stands in no thread and no file.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
officer confirm word semangka
expect report contact.safe_word=yes
sms from +6281234567801 "Semangka"
expect text R02 to +6281234567801
expect message 2 "" hidden=yes
sms from +6281234567801 "9"
expect text R05 to +6281234567801
pass 2h
sms from +6281234567801 "semangka"
expect text R02 to +6281234567801
# it joined her case again: no second one
expect reports 1
pass 2h
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
expect reports 2

# It widens consent, which no other text can.
pass 2h
officer 1 confirm consent M
sms from +6281234567801 "semangka"
expect text R02 to +6281234567801
sms from +6281234567801 "IZIN"
expect text R10 to +6281234567801
sms from +6281234567801 "MPJ"
expect text R12 to +6281234567801
expect report 1 consent.letters=MPJ consent.provisional=no

# Another number's word says nothing here.
sms from +6281234567802 "semangka"
expect text R01 to +6281234567802

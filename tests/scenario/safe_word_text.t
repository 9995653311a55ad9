# R14 is sent by an officer where she asks for it: one word, kept as its hash
# alone, marked since it was chosen by text, and proof from then on.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
officer reply template R14
expect answer error=none
expect report replies.1.level=1
pass 31m
sms from +6281234567801 "apakah ada kabar"
expect text R34 to +6281234567801
sms from +6281234567801 "AMAN"
expect text R14 to +6281234567801
sms from +6281234567801 "Pepaya"
expect text R03 to +6281234567801
expect report 1 contact.safe_word=yes marks=safe_word_by_text
expect message 3 of report 1 "" hidden=yes
sms from +6281234567801 "pepaya"
expect text R02 to +6281234567801

# A second one by text, without the first, is refused: it is a wish (I16).
officer 1 reply template R14
pass 31m
sms from +6281234567801 "apakah ada kabar"
forget
sms from +6281234567801 "AMAN"
forget
sms from +6281234567801 "mangga"
forget
pass 31m
sms from +6281234567801 "mangga"
expect text R01 to +6281234567801
pass 31m
sms from +6281234567801 "pepaya"
forget
expect report 1 contact.safe_word=yes

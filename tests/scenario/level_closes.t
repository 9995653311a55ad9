# The level is judged when the text is handed over: one that waited for the
# modem leaves as its stand-in, and its question is not asked.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
modem answers not_started 1 times
sms from +6281234567801 "9"
modem state failed
pass 6m
modem state ready
pass 1m
expect text R04 to +6281234567801 valid 900

sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
modem answers not_started 1 times
sms from +6281234567802 "saya mau bunuh diri"
modem state failed
pass 6m
modem state ready
pass 1m
expect text R04 to +6281234567802

# An officer's plain answer that waited too long is not lost: it waits again.
sms from +6281234567803 "halo, apakah kantor buka"
sms from +6281234567803 "1"
officer reply text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu."
pass 31m
sms from +6281234567803 "apakah ada kabar"
forget
modem answers not_started 1 times
sms from +6281234567803 "AMAN"
modem state failed
pass 6m
modem state ready
pass 1m
expect text R32 to +6281234567803
delivery ok
expect report 3 replies.1.state=waiting
sms from +6281234567803 "AMAN"
expect text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu." to +6281234567803

# A text of the dialogue that the officer sends has its slots filled.
sms from +6281234567804 "halo, apakah kantor buka"
sms from +6281234567804 "1"
sms from +6281234567804 "2"
officer reply template R17
forget
pass 31m
sms from +6281234567804 "apakah ada kabar"
expect text R34 to +6281234567804
sms from +6281234567804 "1"
expect text R17 to +6281234567804

# An answer in plain words: offered at level 0, given only after AMAN. `1`
# alone never opens it.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
officer reply text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu."
expect report replies.1.level=1
pass 40m
sms from +6281234567801 "apakah ada kabar"
expect text R34 to +6281234567801
sms from +6281234567801 "1"
expect text R32 to +6281234567801
sms from +6281234567801 "AMAN"
expect text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu." to +6281234567801 valid 600
expect report 1 replies.1.state=given

# Words that fit no single message, or that would show on a lock screen, are
# refused with a reason.
officer reply text "Polisi sudah tahu tentang suami Ibu."
expect answer error=bad_text

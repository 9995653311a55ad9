# The officer's answer

# She answered 1, so this phone may be answered; she set no hours. So the
# answer waits, and is offered when she next writes. Nothing in the offer says
# what it is.
sms from +6281234567801 "halo, apakah kantor buka" # hello, is the office open
expect text R01 to +6281234567801
sms from +6281234567801 "1" # you may answer on this phone
expect text R31 to +6281234567801
sms from +6281234567801 "2" # a message
expect text R32 to +6281234567801
delivery ok
pass 20m
officer reply text "Silakan datang ke balai desa besok jam 9." # Please come to the village hall at 9 tomorrow.
expect no text
pass 1d
sms from +6281234567801 "apakah ada kabar" # is there any news
expect text R34 to +6281234567801
sms from +6281234567801 "1" # read it
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801
delivery ok

# An answer in plain words is shown only after the plain word.
pass 1h
officer 1 reply text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu." # We wait for you at the village hall, the police are not told.
pass 1d
sms from +6281234567801 "apakah ada kabar lagi" # is there more news
expect text R34 to +6281234567801
sms from +6281234567801 "1" # read it
expect text R32 to +6281234567801
pass 1m
sms from +6281234567801 "AMAN" # the plain word
expect text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu." to +6281234567801

# I3: after X or STOP nothing is sent, what waits included.
modem down
modem a up
modem state absent
sms from +6281234567890 "halo, ada orang di kantor?"
expect no text
pass 10s
# The modem has gone; an answer waits.  Her X comes when it is back.
expect sim 1
modem state ready
expect text R01 to +6281234567890

# Now the network takes its time with another's text, and hers waits.
modem answers sent after 20s once
sms from +6281234567891 "pesan orang lain dulu"
sms from +6281234567892 "halo, ini dengan siapa?"
sms from +6281234567892 "X"
pass 5m
expect text R01 to +6281234567891
expect no text
expect outbox sms dropped 1

# STOP: one last answer, and nothing of what waited.
modem answers sent after 20s once
sms from +6281234567893 "pesan orang lain lagi"
sms from +6281234567894 "halo, ini nomor apa ya"
sms from +6281234567894 "stop"
pass 5m
expect text R01 to +6281234567893
expect text R20 to +6281234567894
expect no text

# When she writes again she is answered again.
sms from +6281234567894 "tolong, suami saya memukul saya"
expect text R04 to +6281234567894
sms from +6281234567892 "dia mengancam saya lagi"
expect text R04 to +6281234567892

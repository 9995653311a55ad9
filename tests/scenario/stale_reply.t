# A late answer is dangerous: another may hold the phone by then. After 15
# minutes it is dropped, and shown to the officer.
start
modem state absent
modem a down
sms from +6281234567890 "halo, belum ada jawaban?"
modem a up
modem state ready
expect text R01 to +6281234567890

# A text taken while the modem cannot send: it waits 14 minutes, and goes.
modem answers not_started 4 times
sms from +6281234567891 "halo, apakah ada petugas?"
modem state failed
pass 14m
modem state ready
pass 30s
expect text R01 to +6281234567891

# And this one waits 15, and does not.
modem answers not_started 1 times
sms from +6281234567892 "halo, tolong balas ya"
modem state failed
pass 16m
modem state ready
pass 1h
expect no text
expect outbox sms expired 1
expect report messages=1

# While the box was off counts as well.
modem answers not_started 1 times
sms from +6281234567893 "halo, apakah listrik mati?"
crash
pass 20m
restart
pass 1m
expect no text
expect outbox sms expired 2

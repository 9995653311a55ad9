# A text that never starts is given up after five tries, and no earlier
# answer comes back to life.
modem answers not_started
sms from +6281234567890 "halo, apakah modem ini rusak?"
pass 30m
expect attempts 5
expect outbox sms failed 1
expect no text
expect doctor "1 texts the network refused"
modem answers sent
pass 1h
expect no text

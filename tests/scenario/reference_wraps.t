# 300 texts: references of the network come round, reports find their text.
300 times sms from +6281100{n} "halo, ini pesan nomor {n}"
300 times expect text R01 to +6281100{n}
expect outbox sms sent 300
20 times delivery ok to +6281100{n}
expect outbox sms delivered 20
expect outbox sms sent 280

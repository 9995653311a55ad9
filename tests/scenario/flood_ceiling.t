# I2: a SIM's day has a ceiling, of which a part is kept for alerts; what is
# above it is filed and waits, and goes stale.
config modem a texts_per_day = 20
config modem a alert_reserve = 5
40 times sms from +6281100{n} "halo, ini pesan nomor {n}"
15 times expect text R01 to +6281100{n}
expect no text
expect reports 40

# An emergency still has its reserve.
sms from +6281234567890 "9"
expect text R04 to +6281234567890
pass 20m
expect no text
expect outbox sms expired 25
pass 1d
sms from +6281234567891 "halo lagi"
expect text R01 to +6281234567891

# 200 numbers at once: every text is filed, and answered one after the other.
hold
200 times sms from +6281100{n} "halo, ini pesan nomor {n}"
go
200 times expect text R01 to +6281100{n}
expect sim 0
expect reports 200

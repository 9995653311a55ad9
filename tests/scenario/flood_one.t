# 300 texts from one number in a minute: all filed in one report, one answer.
hold
300 times sms from +6281234567890 "pesan iseng nomor {n}"
go
expect text R01 to +6281234567890
expect no text
expect sim 0
expect reports 1
expect report messages=300
pass 1h
expect no text

# I2: at most six texts to one number in a day, however often she writes.
repeat 10
sms from +6281234567890 "halo, ini pesan ke {n:1} hari ini"
pass 31m
end
6 times expect text R01 to +6281234567890
expect no text
expect reports 10
pass 24h
sms from +6281234567890 "halo lagi, hari yang lain"
expect text R01 to +6281234567890

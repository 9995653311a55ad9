# With several SIMs the answer comes from the number she wrote to.
config modem b number = +6281200000002
sms from +6281234567890 "halo, apakah ini kantor desa" to b
expect text R01 to +6281234567890 by b
sms from +6281234567891 "halo, apakah ini kantor desa" to a
expect text R01 to +6281234567891 by a

# One SIM's trouble is not the other's.
modem b down
sms from +6281234567892 "pesan untuk nomor b" to b
sms from +6281234567893 "pesan untuk nomor a" to a
expect text R01 to +6281234567893 by a
expect sim 1 on b
modem b up
expect sim 0 on b
expect text R01 to +6281234567892 by b

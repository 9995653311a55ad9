# She is answered by the SIM she wrote to, also when the officer writes later.
config modem b number = +6281200000002
sms from +6281234567801 "halo, apakah kantor buka" to b
expect text R01 to +6281234567801 by b
sms from +6281234567801 "1" to b
expect text R31 to +6281234567801 by b
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 1h
sms from +6281234567801 "apakah ada kabar" to a
expect text R34 to +6281234567801 by a
sms from +6281234567801 "1" to a
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801 by a

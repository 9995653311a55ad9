# One of a flood that turns into a cry is no part of its card any more.
40 times sms from +6281100{n} "halo, ini pesan nomor {n}"
forget
sms from +62811000040 "9"
expect text R04 to +62811000040
expect webhook report.urgent urgency=high emergency=yes
expect report 40 urgency=high emergency=yes flood=none

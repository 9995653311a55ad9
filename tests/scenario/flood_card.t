# 100 texts at once without a word of danger: all are filed, and officers hear
# of the first thirty and of one card for the rest; a cry among them is told
# by itself.
100 times sms from +6281100{n} "halo, ini pesan nomor {n}"
expect reports 100
expect outbox webhook delivered 32
forget
sms from +6281234567890 "tolong, suami saya memukul saya"
expect text R04 to +6281234567890
expect webhook report.filed urgency=high
expect nothing

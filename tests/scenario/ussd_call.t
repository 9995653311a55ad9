# 1 is a wish to be called, kept at once; the hour comes after it.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "1"
expect screen U02
expect report urgency=medium call.wish=soon
press "16.30"
expect screen R32
expect report call.wish=hour
press "0"
expect screen U00 last
forget
dial from +6281234567802
press "1"
press "nomor lain 081234567899"
expect screen R32
expect report call.wish=soon messages=2
forget
pass 30m
expect no text

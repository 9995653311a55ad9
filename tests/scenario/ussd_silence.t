# X and 0 end the session with the same words; X, STOP, HAPUS YA hold for the
# number as by text.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "tolong saya"
press "X"
expect screen U00 last
expect report messages=2 contact.silenced_at=2026-11-21T03:00:00Z
dial from +6281234567801
press "STOP"
expect screen U00 last
forget
dial from +6281234567801
press "HAPUS"
expect screen R21
press "HAPUS YA"
expect screen R22
press "0"
expect screen U00 last
expect report 1 state=erase_pending
# who is this: the cover's truth, and no plain screen for half an hour
dial from +6281234567802
press "siapa ini"
expect screen R23
press "AMAN"
expect screen R32
press "MENU"
expect screen U01
forget

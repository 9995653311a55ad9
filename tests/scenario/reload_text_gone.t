# A text that waits for the modem over a restart, after which the dialogue has
# it no more: the note stands in, and the box goes on.
template id R97 "{cover}: terima kasih. Ini bukan salah Anda. Balas 9 bahaya."
template en R97 "{cover}: thank you. This is not your fault. Reply 9 for danger."
dialogue "text         =     - R03" is "text         =     - R97"
dialogue "[text R35]" is "[text R97]\nlevel = 1\n[text R35]"
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
delivery ok
sms from +6281234567801 "0"
pass 1m
modem answers not_started 1 times
sms from +6281234567801 "ini cerita saya yang panjang"
modem state failed
dialogue "text         =     - R97" is "text         =     - R03"
dialogue "[text R97]\nlevel = 1\n[text R35]" is "[text R35]"
restart
modem state failed
pass 8m
modem state ready
pass 1m
expect text R32 to +6281234567801

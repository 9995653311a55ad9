# An officer's answer is read on the screen, where it leaves no trace: offered
# at level 0 to a number that said 1 in that case, plain words only behind the
# plain word of this session; nothing goes by SMS.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "1"
expect screen U02
press "saya mau tanya sesuatu"
press "0"
officer take
officer reply text "Info Desa: silakan datang Senin jam 9."
pass 1h
expect no text
dial from +6281234567801
expect screen U01
press "3"
expect screen R34
press "1"
expect screen "Info Desa: silakan datang Senin jam 9.\n0 selesai"
gate again
expect screen "Info Desa: silakan datang Senin jam 9.\n0 selesai"
expect report replies.1.state=given sent.1.state=unknown
press "0"
expect screen U00 last
expect report sent.1.state=shown
# read once
dial from +6281234567801
press "3"
expect screen R29
press "0"
forget

# plain words: not before the plain word of this session
officer reply text "Info Desa: pendamping dari lembaga bantuan hukum menunggu Anda."
dial from +6281234567801
press "3"
expect screen R34
press "1"
expect screen R32
press "AMAN"
expect screen "Info Desa: pendamping dari lembaga bantuan hukum menunggu Anda.\n0 selesai"
press "baik"
expect screen R03
forget
# somebody who dials from another phone is told nothing
dial from +6281234567802
press "3"
expect screen R29
forget
pass 1h
expect no text

# a template is the screen's own; one that only texts have is read as an answer
dial from +6281234567803
press "1"
press "saya mau tanya sesuatu"
press "0"
officer take
officer reply template R16
dial from +6281234567803
press "3"
expect screen R34
press "1"
expect screen "Info Desa: baik, kami telepon 1 kali kira-kira 15 menit lagi. Tidak diangkat, tidak kami ulang. Mau jam lain? Balas jamnya, mis. 16.30.\n0 selesai"
press "jam 5 sore saja"
expect screen R32
expect report messages=3 replies.1.state=given sent.1.state=shown sent.1.id=R16
officer reply template R32
dial from +6281234567803
press "3"
expect screen R34
press "1"
expect screen R32
forget
pass 1h
expect no text

# The code is shown only when she asks, only of what was said in this session,
# and never on the last screen. Status by code and safe word works from a number
# that the operator hides.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial hidden
expect screen U01
press "KODE"
expect screen U07
press "AMAN"
expect screen R02
press "KODE"
expect screen U06
press "MANGGA"
expect screen R03
press "KODE"
expect screen U06
press "0"
expect screen U00 last
expect report contact.safe_word=yes
# another session: its code is unknown there
dial hidden
press "KODE"
expect screen U07
press "CEK <code> SALAK"
expect screen R19
officer reads
press "CEK <code> MANGGA"
expect screen R18
press "KODE"
expect screen U05
expect reports 1
forget

# from another's phone the code alone opens nothing
dial from +6281234567803
press "CEK <code>"
expect screen R19
forget

# an officer's question leads into an older case; who answers it does not learn
# its code by that
dial from +6281234567804
press "1"
press "saya mau tanya sesuatu"
press "0"
officer take
officer reply template R04
dial from +6281234567804
press "3"
expect screen R34
press "1"
expect screen R04
press "KODE"
expect screen U07
press "Sokawera"
press "KODE"
expect screen U07
press "AMAN"
press "KODE"
expect screen U06
forget

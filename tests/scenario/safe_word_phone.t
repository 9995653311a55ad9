# From another phone: CEK code word. A wrong word, a foreign code and used-up
# tries are all answered R19 (I15).
sms from +6281234567801 "suami saya pukul saya"
expect text R04 to +6281234567801
officer confirm word semangka
officer reads
sms from +6281234567802 "CEK <code:1> mangga"
expect text R19 to +6281234567802
sms from +6281234567802 "CEK <code:1> semangka"
expect text R18 to +6281234567802
# she goes on in her case from there
sms from +6281234567802 "sekarang saya di rumah bibi"
forget
expect report 1 messages=3
expect reports 1
sms from +6281234567803 "CEK <code:1>"
expect text R19 to +6281234567803
sms from +6281234567803 "CEK 7XXX semangka"
expect text R19 to +6281234567803
sms from +6281234567803 "CEK <code:1> pepaya"
expect text R19 to +6281234567803
# three tries of a number a day; the right word is then of no use
sms from +6281234567803 "CEK <code:1> semangka"
expect text R19 to +6281234567803
expect reports 1

# HAPUS YA with code and safe word from another phone asks for that case; with
# a wrong word it is noted with the same words, and asks for nothing of it.
sms from +6281234567801 "suami saya pukul saya"
expect text R04 to +6281234567801
officer confirm word semangka
sms from +6281234567802 "HAPUS YA <code:1> nanas"
expect text R22 to +6281234567802
expect report 1 state=new
sms from +6281234567803 "HAPUS YA <code:1> semangka"
expect text R22 to +6281234567803
expect report 1 state=erase_pending urgency=high marks=possibly_forced

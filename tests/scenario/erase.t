# HAPUS and HAPUS YA: the same two texts for nobody, a low case, a high one
# and one with a safe word (I12, I15). The case is pending, not gone.
sms from +6281234567801 "HAPUS"
expect text R21 to +6281234567801
sms from +6281234567801 "HAPUS YA"
expect text R22 to +6281234567801
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
sms from +6281234567802 "hapus"
expect text R21 to +6281234567802
expect report 2 state=new
sms from +6281234567802 "hapus ya"
expect text R22 to +6281234567802
expect report 2 state=erase_pending marks=none village=none
sms from +6281234567803 "suami saya pukul saya"
expect text R04 to +6281234567803
sms from +6281234567803 "HAPUS YA"
expect text R22 to +6281234567803
expect report 3 state=erase_pending urgency=high marks=possibly_forced
sms from +6281234567804 "halo, apakah kantor buka"
expect text R01 to +6281234567804
officer 4 confirm word semangka
sms from +6281234567804 "HAPUS YA"
expect text R22 to +6281234567804
expect report 4 state=erase_pending
# from then on her code answers as if it were none
sms from +6281234567802 "CEK <code:2>"
expect text R19 to +6281234567802
# a later conversation asks for the older case's erasure as well
sms from +6281234567805 "halo, apakah kantor buka"
expect text R01 to +6281234567805
pass 2h
sms from +6281234567805 "HAPUS YA"
expect text R22 to +6281234567805
expect report 5 state=erase_pending
# words in a story erase nothing
sms from +6281234567806 "jangan hapus pesan saya"
forget
expect report state=new

# A text longer than a screen has pages: 98 leads on, 99 back; 9 is urgent on
# each, 0 ends. Nothing is cut.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
template ussd id R29 "{cover}: jadwal yang panjang sekali, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, akhir."
dial from +6281234567801
press "3"
expect screen "Info Desa: jadwal yang panjang sekali, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua\n98 lanjut"
press "98"
expect screen "tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan\n98 lanjut 99 kembali"
gate again
expect screen "tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan\n98 lanjut 99 kembali"
press "98"
expect screen "sembilan sepuluh, akhir.\n99 kembali"
press "98"
expect screen "sembilan sepuluh, akhir.\n99 kembali"
press "99"
press "99"
press "99"
expect screen "Info Desa: jadwal yang panjang sekali, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua\n98 lanjut"
# turning pages is no report; an empty input shows the page again
expect reports 0
press "98"
press ""
expect screen "tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan sembilan sepuluh, satu dua tiga empat lima enam tujuh delapan\n98 lanjut 99 kembali"
press "9"
expect screen R04
expect report urgency=high
forget
# where there is one page, 98 is what she says
dial from +6281234567802
press "2"
press "98"
expect screen R32
expect report messages=1
press "0"
expect screen U00 last
forget

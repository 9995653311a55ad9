# What a screen may not say is refused with its file, and the old words stay.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
start
template ussd id U00 "{cover}: selesai. Kode {code}."
reload fails "ussd: U00 holds {code}, expected it only in the texts of [on ussd] code, status"
template ussd id U00 "{cover}: selesai. Terima kasih."
template ussd en R32 "{cover}: {code}, noted.\n0 done"
reload fails "ussd: R32 holds {code}"
template ussd en R32 "{cover}: noted.\n0 done"
reload
# words, longest values, characters, slots, banned words
template ussd id U03 ""
reload fails "/ussd/id/U03.txt:1: is empty, expected a text"
template ussd id U03 "{cover}: tulis \u4e2d"
reload fails "/ussd/id/U03.txt:1: holds a character outside the GSM alphabet"
template ussd id U03 "{cover}: tulis {words}"
reload fails "/ussd/id/U03.txt:1: unknown or unclosed slot"
template ussd id U03 "{cover}: lapor polisi"
reload fails "/ussd/id/U03.txt:1: \"lapor\" must not stand in a level-0 text"
template ussd id R12 "Untuk korban: {names}"
reload fails "/ussd/id/R12.txt:1: \"korban\" stands in the first 30 characters"
template ussd id R12 "{cover}: {names}.\n0 selesai"
template ussd id U03 "{cover}: tulis {late}"
reload fails "/ussd/id/U03.txt:1: unknown or unclosed slot"
template ussd id U03 "{cover}: {answer}"
reload fails "ussd: U03 holds {answer}, expected it only in the texts of [on ussd] read"
template ussd id U08 "{answer} {answer} {answer}"
reload fails "/ussd/id/U08.txt:1: 482 characters with the longest values, expected at most 480"
template ussd id U08 "{answer}\n0 selesai"
template ussd id U03 "{cover}: tulis pesan Anda.\n0 selesai"
template ussd id U09 "{cover}: coba lagi {when}."
reload fails "ussd: U09 holds {when}, expected only {cover}, {hours} and {place} in the text of [on ussd] later"
template ussd id U09 "{cover}: coba lagi nanti."
# the keys below a page
template ussd id paging "98 lanjut"
reload fails "/ussd/id/paging.txt:1: expected \"98 lanjut; 99 kembali\""
template ussd id paging "99 kembali; 98 lanjut"
reload fails "/ussd/id/paging.txt:1: expected"
template ussd id paging "98 lanjut ke halaman; 99 kembali"
reload fails "/ussd/id/paging.txt:1: expected"
template ussd id paging "98 \u4e2d; 99 kembali"
reload fails "/ussd/id/paging.txt:1: expected"
template ussd id paging "98 lanjut; 99 kembali"
dialogue "[text U03 ussd]\nlevel = 0\nkind  = menu\n0     = end" is "[text U03 ussd]\nlevel = 0\nkind  = menu\n0     = U03"
reload fails "from [text U03] 0 leads in a circle, expected it to end"
dialogue "0     = U03" is "0     = end"
reload
dial from +6281234567801
press "2"
expect screen "Info Desa: tulis pesan Anda.\n0 selesai"
forget

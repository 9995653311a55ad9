# siagad starts anew just after her answer was kept, the board does not know
# what became of it, and she sends it once more: the phone shows it once.
who first
does key.init ratna
unlocks ratna
sms from +6281234567802 "suami saya memukul saya"
forget
does report.confirm report 1 phone own window 2S
pass 20m
unlocks ratna
forget
does report.reply report 1 text "Halo, kami sudah baca."
expect answer error=none
expect text "Halo, kami sudah baca." to +6281234567802
does report.reply report 1 text "Halo, kami sudah baca."
expect answer error=same_words
# Its neighbour is another one; it waits behind the first.
does report.preview report 1 text "Halo, apa kabar?"
expect result leaves=window why=undelivered
does report.reply report 1 text "Halo, apa kabar?"
expect answer error=none
does report.reply report 1 text "Halo, apa kabar?"
expect answer error=same_words
# Taken back, it may be written again.
does report.reply report 1 withdraw
does report.reply report 1 text "Halo, apa kabar?"
expect answer error=none
does report.reply report 1 template R10
does report.reply report 1 template R10
expect answer error=same_words
forget
pass 2h
forget
# After an hour the same words are meant.
unlocks ratna
does report.reply report 1 text "Halo, kami sudah baca."
expect answer error=none
forget

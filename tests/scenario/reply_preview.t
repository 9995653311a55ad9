# What a preview says of a text is what becomes of it: one rule for both.
import shipped
who first
does key.init ratna
unlocks ratna
sms from +6281234567802 "suami saya memukul saya"
forget
does report.confirm report 1 phone own window 2S
expect answer error=none
pass 7h
unlocks ratna
does report.close report 1 reason "selesai"
forget
does report.preview report 1 text "Halo, kami sudah baca."
expect result leaves=never why=closed
does report.reply report 1 text "Halo, kami sudah baca."
expect answer error=no_way
pass 20h
expect no text

# Her number has had the six texts of a day: not now, and then in her window.
sms from +6281234567803 "suami saya memukul saya"
forget
unlocks ratna
does report.confirm report 2 phone own window 3S
repeat 9
pass 31m
sms from +6281234567803 "apa kabar {n}"
end
forget
unlocks ratna
does report.preview report 2 text "Halo, kami sudah baca."
expect result leaves=window why=six_today
does report.reply report 2 text "Halo, kami sudah baca."
expect answer error=none
expect no text

# Somebody else's phone now, or she asked to be erased: nothing is kept.
does report.reply report 2 withdraw
does report.confirm report 2 phone his
does report.preview report 2 text "Halo, kami sudah baca."
expect result leaves=never why=his_phone
does report.reply report 2 text "Halo, kami sudah baca."
expect answer error=no_way
forget

# What is joined is open to whose one of both was, and to supervisors alone.
who first
does key.init sari
unlocks sari
does people.add budi role officer
does key.officer budi
does people.add wati role officer
does key.officer wati
sms from +6281234567890 "suami saya memukul saya satu"
expect text R04 to +6281234567890
sms from +6281234567891 "suami saya memukul saya dua"
expect text R04 to +6281234567891
does report.assign report 1 to budi
unlocks budi
officer 1 join other 2 reason "same"
unlocks wati
expect report 1 not_assigned=yes
expect report 2 not_assigned=yes
forget

does report.show report 2
expect answer lacks "dua"
unlocks budi
expect message 1 of report 2 "suami saya memukul saya dua"

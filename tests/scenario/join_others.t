# Two that are different people's are not joined; those of both stay.
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
does report.assign report 2 to wati
officer 1 join other 2 reason "same"
expect answer error=not_assigned
does report.assign report 2 to "budi,wati"
does report.show report 2
officer 1 join other 2 reason "same"
expect answer error=none
unlocks wati
expect report 2 not_assigned=yes
unlocks budi
expect report 2 not_assigned=none
forget

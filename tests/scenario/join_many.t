# However many are joined, all are assigned.
who first
does key.init sari
unlocks sari
does people.add wati role officer
does key.officer wati
23 times sms from +6281100{n} "suami saya memukul saya {n}"
forget
officer 1 join other 2 reason "x"
officer 1 join other 3 reason "x"
officer 1 join other 4 reason "x"
officer 1 join other 5 reason "x"
officer 1 join other 6 reason "x"
officer 1 join other 7 reason "x"
officer 1 join other 8 reason "x"
officer 1 join other 9 reason "x"
officer 1 join other 10 reason "x"
officer 1 join other 11 reason "x"
officer 1 join other 12 reason "x"
officer 1 join other 13 reason "x"
officer 1 join other 14 reason "x"
officer 1 join other 15 reason "x"
officer 1 join other 16 reason "x"
officer 1 join other 17 reason "x"
officer 1 join other 18 reason "x"
officer 1 join other 19 reason "x"
officer 1 join other 20 reason "x"
officer 1 join other 21 reason "x"
officer 1 join other 22 reason "x"
officer 1 join other 23 reason "x"
does report.assign report 1 to sari
expect answer error=none
unlocks wati
expect report 1 not_assigned=yes
expect report 2 not_assigned=yes
expect report 21 not_assigned=yes
expect report 22 not_assigned=yes

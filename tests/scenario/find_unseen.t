# who says where to go on searches without a row in the audit.
who first
does key.init ratna
unlocks ratna
does people.add ani role auditor name Ani
does key.officer ani
does people.add sari role officer name Sari
does key.officer sari
sms from +6281234567803 "KARYONO itu suami saya, dia ancam saya"
forget
unlocks sari
# the first piece, said to be a later one
does report.find words karyono after 9223372036854775806:0:0:0
expect result found.1.in=text
unlocks ani
expect audit sari report.find

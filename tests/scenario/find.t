# Words and numbers are found in memory, in an unlocked session, as far as its
# key opens them; what was looked for stands nowhere.
who first
does key.init ratna
unlocks ratna
does people.add sari role officer name Sari
does key.officer sari
sms from +6281234567801 "halo, saya mau tanya soal Pak Karyono"
sms from +6281234567802 "suami saya memukul saya"
sms from +6281234567803 "KARYONO itu suami saya, dia ancam saya"
pass 1m
sms from +6281234567802 "nama dia karyono juga"
forget
secret "karyono"
does report.find words karyono
expect answer error=none
expect result done=3 of=3 found.1.in=text found.3.in=text found.4=none
expect answer lacks "aryono"
does report.find words "0812-3456-7802"
expect result found.1.in=number found.1.urgency=high found.2=none
does report.find words 6281234567802
expect result found.1.in=number found.2=none
does report.find words "tidak ada di sini"
expect result found=none done=3

# Closed, it is found only in a period.
does report.close report 1 reason "selesai"
does report.find words tanya
expect result found=none done=2
does report.find words tanya from 2026-11-21 to 2026-11-21
expect result found.1.state=closed done=3
does report.find words tanya from 2026-11-22
expect result found=none done=0

# Assigned to others, it is not opened for who is left out.
does report.assign report 2 to ratna
unlocks sari
does report.find words karyono
expect result found.1.in=text found.2=none
who ratna
does report.find words karyono
expect result found.2.in=text
# Nor, after it was found once, what became others'.
who sari
who ratna
does report.assign report 3 to ratna
who sari
does report.find words karyono
expect result found=none

# Erased, it is found by nobody.
who ratna
does report.erase report 3 reason "atas permintaan"
does report.find words karyono from 2026-11-01
expect result found.1.in=text found.2.in=text found.3=none

does report.find words ka
expect answer error=bad_arguments
does report.find words karyono from yesterday
expect answer error=bad_arguments
does report.find words karyono after 1
expect answer error=bad_arguments
does lock
who nobody
does report.find words karyono
expect answer error=locked

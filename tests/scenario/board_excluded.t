# who must not hear of a report (kin, household) is not asked, and not
# handed it; the board shows it to her all the same.
import shipped
who first
does key.init ratna
unlocks ratna
does key.officer budi
sms from +6281234567802 "suami saya memukul saya"
forget
does report.exclude report 1 person budi
expect answer error=none
does report.handover report 1 to budi reason "coba"
expect answer error=excluded
unlocks budi
does report.show report 1
expect answer lacks "memukul"
does report.find words memukul
expect result found=none

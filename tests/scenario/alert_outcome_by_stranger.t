# An outcome ends the alert for good, so it takes whoever may open the report:
# not an officer to whom it is not assigned, nor one who is excluded from it.
who first
does key.init ratna
unlocks ratna
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
does key.officer ani
does key.officer budi
sms from +6281234567890 "suami saya memukul saya"
does report.assign report 1 to ani
does report.exclude report 1 person budi
unlocks budi
expect report 1 not_assigned=yes
does alert.outcome alert <code> outcome safe
expect answer error=not_assigned
forget

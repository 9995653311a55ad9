# The report is assigned to Budi, and only he can open it: when she writes again
# it is he who is asked first, not whoever was asked before him.
who first
does key.init ratna
unlocks ratna
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*"
does key.officer ani
does key.officer budi
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
does alert.outcome alert <code> outcome contacted
does report.assign report 1 to budi
pass 20m
forget
sms from +6281234567890 "suami saya memukul saya lagi"
expect text P01 to +6281311110002
forget

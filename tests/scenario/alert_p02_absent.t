# The officer who has the report is on leave at hour 48: P02 goes to her
# replacement, not to a phone that nobody looks at.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*" absence.csv "id,from,to,replacement\nani,2026-11-23,2026-11-30,budi"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
pass 47h
forget
pass 1h
expect text P02 to +6281311110002
forget

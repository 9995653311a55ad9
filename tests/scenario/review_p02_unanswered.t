# P02 that nobody answers: before the three days are over somebody else hears of
# it, in the end by an alarm (P3).
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nkoor,coordinator,Kor,081311110004,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
pass 48h
forget
pass 24h
expect webhook gateway.alarm alarm=tpks_clock
forget

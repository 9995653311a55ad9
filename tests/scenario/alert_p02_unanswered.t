# P02 that nobody answers: before the three days are over somebody else hears of
# it, in the end by an alarm (P3).
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nkoor,coordinator,Kor,081311110004,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
pass 47h
forget
pass 1h
expect text P02 to +6281311110001 valid 86400
forget
# Each six hours one person more, then the first again; at 66 hours the alarm.
pass 6h
expect text P02 to +6281311110004 valid 64800
expect no text
pass 6h
expect text P02 to +6281311110001
expect no text
pass 359m
expect no text
forget
pass 1m
expect text P02 to +6281311110001
expect webhook gateway.alarm alarm=tpks_clock
forget
pass 2d
expect no text
# Who answers is heard, also the second one; nobody is told any more.
sms from +6281234567891 "suami saya memukul saya"
sms from +6281311110001 "<code:2> ok"
command alert.outcome {"alert":"<code:2>","outcome":"contacted"}
pass 54h
forget
sms from +6281311110004 "<code:2> ok"
sms from +6281311110001 "<code:2> ok"
expect no text
expect reports 2
pass 1d
expect no text

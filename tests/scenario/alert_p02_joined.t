# Two reports of one woman become one: the three days count from her first text
# of both.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
pass 24h
sms from +6281234567891 "suami saya memukul saya"
command alert.outcome {"alert":"<code:2>","outcome":"contacted"}
officer 2 join other 1 reason "nomor baru"
pass 23h
forget
pass 1h
expect text P02 to +6281311110001
forget

# "T" gives back the case that she has: an older alert that she overslept is
# not what she means.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
pass 5m
sms from +6281311110002 "ok"
command alert.outcome {"alert":"<code:1>","outcome":"contacted"}
sms from +6281234567891 "suami saya memukul saya"
expect text P01
forget
sms from +6281311110001 "<code:2> ok"
forget
sms from +6281311110001 "T"
expect text P01 to +6281311110002
expect no text

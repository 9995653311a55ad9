# With two alerts open each text is sent once more after a missed call: once,
# and not with every call, which would spend the day of the SIM.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
pass 1m
sms from +6281234567891 "suami saya memukul saya"
forget
call from +6281311110001
expect text P01 to +6281311110001
expect text P01 to +6281311110001
5 times call from +6281311110001
expect no text
forget
# Half an hour later, with two others open, her call may ask again.
sms from +6281311110001 "<code:1> ok"
sms from +6281311110001 "<code:2> ok"
command alert.outcome {"alert":"<code:1>","outcome":"contacted"}
command alert.outcome {"alert":"<code:2>","outcome":"contacted"}
sms from +6281234567892 "saya mau lapor"
sms from +6281234567893 "saya mau lapor"
forget
call from +6281311110001
expect text P04 to +6281311110001
expect text P04 to +6281311110001
call from +6281311110001
expect no text
pass 31m
call from +6281311110001
expect text P04 to +6281311110001
expect text P04 to +6281311110001
forget

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
# With two that she has she is asked which, and gives back neither.
sms from +6281311110002 "ok"
command alert.outcome {"alert":"<code:2>","outcome":"contacted"}
sms from +6281234567892 "saya mau lapor"
sms from +6281311110001 "<code:3> ok"
sms from +6281234567893 "saya mau lapor"
sms from +6281311110001 "<code:4> ok"
forget
sms from +6281311110001 "T"
expect text P04 to +6281311110001
expect text P04 to +6281311110001
expect no text
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted 2.person=ani 2.state=accepted
forget

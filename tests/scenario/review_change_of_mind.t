# T by mistake, then OK with the code, while nobody else has it: she has it.
# She is never told that nothing needs to be done while somebody has to come.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
forget
sms from +6281311110001 "T"
sms from +6281311110001 "<code> OK"
expect no text
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted
forget

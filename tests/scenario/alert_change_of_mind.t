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
# Given back, asked of nobody else yet: a second T says nothing new, and nobody
# is told that it is over.
sms from +6281311110001 "<code> T"
sms from +6281311110001 "<code> T"
expect no text
sms from +6281311110001 "<code> OK"
expect no text
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted
forget
# One who was told to stand down may come when it is given back.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\ncica,officer,Cica,081311110003,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*\ncica,*,00:00,24:00,*"
sms from +6281234567891 "9"
forget
sms from +6281311110002 "<code:2> ok"
expect text K03 to +6281311110001
expect text K03 to +6281311110003
forget
sms from +6281311110002 "<code:2> T"
forget
sms from +6281311110001 "<code:2> ok"
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted
sms from +6281311110003 "<code:2> ok"
expect text K03 to +6281311110003
forget

# An emergency with two on duty: one phone is rung, the other is busy being
# asked by text alone; the box goes on (a ring is never what an alert hangs on).
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*"
forget
sms from +6281234567890 "9"
pass 2m
expect text R04 to +6281234567890
expect text P01 to +6281311110001
expect text P01 to +6281311110002
forget
sms from +6281311110002 "ok"
expect text K03 to +6281311110001
forget

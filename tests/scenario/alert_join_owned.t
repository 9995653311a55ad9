# An emergency that nobody has answered is joined to a report that Ani has: the
# others are told to stand down, so Ani must be told, by text and by ring.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "saya mau lapor"
sms from +6281311110001 "ok"
import people.csv "id,role,name,number,sex,villages,channels,pin\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,01:00,*\nbudi,*,00:00,24:00,*"
sms from +6281234567891 "9"
pass 1m
forget
officer 1 join other 2 reason "orang yang sama"
expect text P01 to +6281311110001
expect ring to +6281311110001
forget

# An emergency that Ani has taken, and she cries "9" again: Ani hears of it at
# once and her phone rings (each 9 is a cry of its own, I11, I14).
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "9"
sms from +6281311110001 "ok"
forget
pass 5m
sms from +6281234567890 "9"
expect text P01 to +6281311110001
expect text R04 to +6281234567890
expect ring to +6281311110001
forget

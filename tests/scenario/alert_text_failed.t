# The network refuses the officer's number for good: the next one is asked in
# minutes, and not when six hours of silence are over.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
modem answers failed 28 once
sms from +6281234567890 "saya mau lapor"
expect text P04 to +6281311110002
forget

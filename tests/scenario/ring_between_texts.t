# Several emergencies at once, each text takes its seconds: the phone of the
# officer on duty rings all the same, within two minutes.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\ncici,officer,Cici,081311110003,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*\ncici,*,00:00,24:00,*"
modem answers sent after 6s
repeat 12
sms from +6281500{n} "9"
end
pass 2m
expect ring to +6281311110001
forget

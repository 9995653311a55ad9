# Two hundred "9" in an hour, a text takes five seconds: there is no room for a
# text and a ring of each to each officer. A new report still reaches a person
# within its five minutes, and phones ring all the while (60 rings an hour are
# possible; a tenth of it is asked for).
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\ncici,officer,Cici,081311110003,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*\ncici,*,00:00,24:00,*"
modem answers sent after 5s
repeat 100
sms from +6281500{n} "9"
pass 18s
end
forget
repeat 20
sms from +6281600{n} "9"
pass 18s
end
expect ring to +6281311110001
expect ring to +6281311110002
forget
sms from +6281234567890 "suami saya memukul saya"
pass 5m
expect text P01
forget

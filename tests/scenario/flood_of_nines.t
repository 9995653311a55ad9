# A hundred and twenty "9", one each 18 seconds, a text takes five: there is no
# room for a text and a ring of each to each officer. One text tells of all that
# wait, phones ring all the while, and a new report reaches a person within its
# five minutes.
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
expect ring to +6281311110003
expect ring to +6281311110001
expect ring to +6281311110002
expect ring to +6281311110003
forget
sms from +6281234567890 "suami saya memukul saya"
pass 5m
expect text R04 to +6281234567890
expect text P06
forget

# A flood of "9" is answered out of what is for answers: the alerts' reserve of
# the SIM's day is left for alerts (I2).
config modem a texts_per_day = 40
config modem a alert_reserve = 20
import people.csv "id,role,name,number,sex,villages,channels,pin\nkoor,coordinator,Kor,,P,*,webhook:district,"
repeat 60
sms from +6281500{n} "9"
end
pass 5m
forget
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
forget

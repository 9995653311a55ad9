# The box was off from hour 47 to hour 73: that the three days are over is said,
# if only as an alarm.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
pass 47h
stop
pass 26h
forget
restart
expect webhook gateway.alarm alarm=tpks_clock
forget
pass 2d
expect no text

# A cadre tells of herself, then X: nothing is sent to that phone (I3), K05 that
# waits included.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110012,P,*,sms,2222" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
modem state no_sim
sms from +6281311110012 "suami saya memukul saya"
sms from +6281311110012 "X"
modem state ready
pass 1m
expect text P01 to +6281311110001
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
pass 2h
officer confirm reporter other
pass 1h
expect no text
forget

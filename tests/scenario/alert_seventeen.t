# A busy day: her OK counts for the one alert that is open, also if sixteen
# newer ones are settled.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "saya mau lapor"
expect text P04 to +6281311110001
forget
repeat 17
sms from +6281500{n} "suami saya memukul saya"
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
end
forget
sms from +6281311110001 "ok"
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted
forget

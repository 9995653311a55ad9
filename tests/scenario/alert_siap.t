# "siap" is how an officer says yes: with the code, or with exactly one alert
# open and no handover waiting, it accepts, and is no report.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
forget
sms from +6281311110001 "siap <code>"
expect reports 1
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted
forget
# Without the code as well, also late: nobody has it.
sms from +6281234567891 "suami saya memukul saya"
expect text P01
forget
pass 2m
sms from +6281311110001 "siap bu"
expect reports 2
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted 2.person=ani 2.state=accepted
forget

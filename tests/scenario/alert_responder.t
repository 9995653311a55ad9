# What people of the roster write and ring, as answers and as reporters.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
# One missed call accepts when exactly one alert is open.
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
call from +6281311110001
command alert.list {"open":true}
expect result 1.state=accepted 1.how=call
# With none it is a reporter's missed call.
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
call from +6281311110001
pass 2m
expect text R15 to +6281311110001
expect reports 1
# With several each text is sent once more, and the call counts for nothing.
sms from +6281234567891 "suami saya memukul saya"
pass 1m
sms from +6281234567892 "suami saya memukul saya"
forget
call from +6281311110001
expect text P01 to +6281311110001
expect text P01 to +6281311110001
expect no text
command alert.list {"open":true}
expect result 1.state=raised 2.state=raised 3.code=none
sms from +6281311110001 "ya"
expect text P01 to +6281311110001
expect text P01 to +6281311110001
sms from +6281311110001 "<code:2> ok"
expect no text
sms from +6281311110001 "ok <code:3>"
expect no text
command alert.list {"open":true}
expect result 1.state=accepted 2.state=accepted 3.code=none
command alert.outcome {"alert":"<code:2>","outcome":"contacted"}
command alert.outcome {"alert":"<code:3>","outcome":"contacted"}
expect reports 3
pass 2h
forget

# Only from the number it went to.
sms from +6281234567893 "suami saya memukul saya"
forget
sms from +6281311110002 "<code> ok"
sms from +6281234567899 "<code:4> ok"
command alert.list {"open":true}
expect result 1.person=ani 1.state=raised
expect reports 6
forget
sms from +6281311110001 "<code:4> ok"
command alert.outcome {"alert":"<code:4>","outcome":"contacted"}
pass 2d
forget

# A text of hers that is no answer is a report; a cadre is reminded once.
sms from +6281311110012 "ibu Sari dipukul suaminya"
expect text P01
forget
pass 4m
expect no text
sms from +6281311110012 "ibu Sari dipukul suaminya lagi"
pass 1d
forget

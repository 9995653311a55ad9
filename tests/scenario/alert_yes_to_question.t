# A cadre who is telling us of herself answers our question to her: YA is hers,
# not the acceptance of another woman's alert.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n2,Sukamulya,Lembah,,1800,\n3,Kalisari,Bukit,,1900,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444\nsiti,cadre,Siti,081311110015,P,2,sms,5555" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village 1 phone own
forget
pass 3h
expect text K01 to +6281311110012
forget
sms from +6281311110012 "suami saya memukul saya"
forget
pass 1m
sms from +6281311110012 "ya"
expect message 2 of report 2 "ya"
forget
# So is her call. With its code she answers the alert all the same.
call from +6281311110012
pass 2m
expect text R15 to +6281311110012
command alert.list {"open":true}
expect result 2.person=rini 2.state=raised
sms from +6281311110012 "<alert:rini> ya"
expect text K02 to +6281311110012
expect text P05 to +6281311110001
forget
# An officer says "on my way" before her OK: it counts.
sms from +6281311110001 "<code:2> ok"
command alert.outcome {"alert":"<code:2>","outcome":"contacted"}
sms from +6281311110001 "segera saya telepon"
forget
sms from +6281234567891 "suami saya memukul saya"
expect text P01 to +6281311110001
sms from +6281311110001 "ok"
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted
forget

# BEDA, and her village is not known: no cadre is asked, for any of them may
# live next door. The office sees to it.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n2,Sukamulya,Lembah,,1800,\n3,Kalisari,Bukit,,1900,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre other phone own
forget
pass 3h
command alert.list {"open":true}
expect answer lacks "rini"
forget

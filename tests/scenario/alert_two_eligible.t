# Three cadres serve the village, one of them is kin: fewer than three are
# eligible, so a cadre of another village is asked (the default of BEDA).
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n2,Sukamulya,Lembah,,1800,\n3,Kalisari,Bukit,,1900,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444\nsiti,cadre,Siti,081311110015,P,2,sms,5555" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
command report.exclude {"code":"<code>","person":"rini"}
officer confirm reporter self consent K cadre yes village 1 phone own
forget
pass 3h
expect text K01 to +6281311110015
forget

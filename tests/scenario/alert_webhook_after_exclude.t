# Kin is excluded while the event to her own destination still waits: it does
# not leave any more.
config webhook posko recipient = cadre
config webhook posko events = alert.*
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n2,Sukamulya,Lembah,,1800,\n3,Kalisari,Bukit,,1900,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,,P,1,webhook:posko,\ntuti,cadre,Tuti,081311110013,P,1,sms,\nwati,cadre,Wati,081311110014,P,1,sms,\nsiti,cadre,Siti,081311110015,P,1,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village 1 phone own
webhook posko answers 500
pass 3h
command alert.list {"open":true}
expect result 1.person=rini
command report.exclude {"code":"<code>","person":"rini"}
forget
webhook posko answers 200
pass 5m
expect no webhook
forget

# Whoever was asked by webhook alone hears that nothing more is to be done, as
# others do by K03 (here: the report was closed).
config webhook posko recipient = cadre
config webhook posko events = alert.*
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n2,Sukamulya,Lembah,,1800,\n3,Kalisari,Bukit,,1900,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,,P,1,webhook:posko,\ntuti,cadre,Tuti,081311110013,P,1,sms,\nwati,cadre,Wati,081311110014,P,1,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village 1 phone own
forget
pass 3h
expect webhook alert.raised to posko
forget
officer close reason "selesai"
pass 1m
expect webhook alert.stood_down to posko
forget

# A plain word or a call answers what is open, and nothing older: who writes of
# herself is not silenced by an alert of this morning.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
sms from +6281311110001 "OK"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
# Said again at once: it has crossed, and is no report.
pass 1m
sms from +6281311110001 "ok"
expect reports 1
# An hour later nothing is open.
pass 1h
sms from +6281311110001 "T"
expect reports 2
forget
sms from +6281311110001 "ok"
expect reports 2
command report.show {"code":"<code:2>"}
forget
# What came too late counts while nobody has it, if she is not telling us of
# herself; of two such each is sent again.
pass 1d
command report.close {"code":"<code:2>","by":"Sari","reason":"uji"}
forget
sms from +6281234567891 "suami saya memukul saya"
pass 1m
sms from +6281234567892 "suami saya memukul saya"
forget
pass 5m
forget
sms from +6281311110001 "ya"
expect text P01 to +6281311110001
expect text P01 to +6281311110001
expect no text
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised
sms from +6281311110001 "<code:3> ya"
forget
sms from +6281311110001 "ya"
expect text K03 to +6281311110002
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted 2.person=ani 2.state=accepted 3.code=none
command alert.outcome {"alert":"<code:3>","outcome":"contacted"}
command alert.outcome {"alert":"<code:4>","outcome":"contacted"}
forget

# A cadre said yes and was promised a call: an officer who has no webhook hears
# of it by text. And who writes what is no answer is reminded once (K05).
config webhook district events = gateway.*
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '1'"
restart
pass 10s
sms from +6281311110001 "<code> ok"
forget
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110012
expect text K01 to +6281311110013
expect text K01 to +6281311110014
# By one missed call; to whoever has the report, with the time of her promise.
call from +6281311110012
expect text K03 to +6281311110014
expect text K03 to +6281311110013
expect text K02 to +6281311110012
expect text "<code>: kader bersedia dan menunggu telepon Anda, paling lambat 10.15. Sesudah itu catat di papan bahwa kader sudah ditelepon." to +6281311110001 valid 900
expect no text
# Nobody calls her: as if she had not been found.
pass 15m
command alert.list {"open":true}
expect result 1.person=budi 2.code=none
forget
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget
# The report is nobody's: whoever is on duty; nobody at all: the alarm.
pass 2h
sms from +6281234567891 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '1'"
restart
pass 10s
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes
forget
sms from +6281311110013 "<alert:tuti> y"
expect text K03 to +6281311110014
expect text K03 to +6281311110012
expect text K02 to +6281311110013
expect text P05 to +6281311110001
officer confirm consent none
forget
import people.csv "id,role,name,number,sex,villages,channels,pin\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" replace
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110012
expect text K01 to +6281311110013
expect text K01 to +6281311110014
forget
sms from +6281311110014 "<alert:wati> y"
expect text K03 to +6281311110013
expect text K03 to +6281311110012
expect text K02 to +6281311110014
expect webhook gateway.alarm alarm=cadre_waits
forget
# K05, in these words, when she has been silent for half an hour and an officer
# knows that it is not of herself; not a second time within a month.
sms from +6281311110012 "ibu Sari dipukul suaminya"
expect text R04 to +6281311110012
pass 20m
sms from +6281311110012 "rumahnya dekat masjid"
forget
pass 31m
expect no text
officer confirm reporter other
pass 2m
expect text "Info Kader: pesan Anda sudah kami terima dan diteruskan ke petugas. Lain kali tanpa nama dan cerita lewat SMS. Hapus SMS ini." to +6281311110012
forget
pass 1h
sms from +6281311110012 "ibu Sari dipukul suaminya lagi"
forget

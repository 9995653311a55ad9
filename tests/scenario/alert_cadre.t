# A cadre: only with consent that an officer has heard, at fixed hours, women
# first, then to the end of it.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n2,Sukamulya,Lembah,,1800,\n3,Kecil,Bukit,,400,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\njoko,cadre,Joko,081311110011,L,1,sms,1111\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1;2,sms,3333\nwati,cadre,Wati,081311110014,P,2,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
stop
sql siaga.db "UPDATE report SET village = '1'"
restart
sms from +6281311110001 "ok"
pass 10m
# No consent, or not in force: nobody else hears of it.
officer confirm cadre yes
officer confirm consent PM cadre yes
pass 1d
forget
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"ani"}
officer confirm reporter self consent K cadre no
pass 4h
expect no text
# 14.10: not at the minute of it, but at 16.00; women first, who serves that
# village alone is not told which.
officer confirm reporter self consent K cadre yes
expect answer error=none
expect no text
pass 1h
expect no text
pass 50m
expect text "Info Kader <alert:rini>: ada tugas. Balas <alert:rini> Y bisa, <alert:rini> T tidak, atau miskol 1x bila bisa. Jangan datang dulu, tunggu telepon." to +6281311110012 valid 600
pass 9m
expect no text
# In time that is left of this hour the next one is asked.
pass 1m
expect text K03 to +6281311110012
expect text "Info Kader <alert:tuti>: ada tugas di Sukamaju. Balas <alert:tuti> Y bisa, <alert:tuti> T tidak, atau miskol 1x bila bisa. Jangan datang dulu, tunggu telepon." to +6281311110013
pass 3m
sms from +6281311110013 "<alert:tuti> t"
expect text K03 to +6281311110013
expect text K01 to +6281311110011
expect no text
pass 9m
sms from +6281311110011 "ya <alert:joko>"
expect text K02 to +6281311110011
expect text P05 to +6281311110001
expect no text
# The officer calls her, and a day later she is asked how it went.
command alert.outcome {"alert":"<alert:joko>","outcome":"called","by":"ani"}
expect result watch=owned owner=joko
pass 20h
expect text P02 to +6281311110001
sms from +6281311110001 "<code> ok"
pass 3h
expect no text
pass 1h
expect text K04 to +6281311110011
# Not with a wrong PIN.
sms from +6281311110011 "<alert:joko> 9999 1"
command alert.list {"open":true}
expect result 1.state=accepted
forget
sms from +6281311110011 "1 <alert:joko> 1111"
expect no text
command alert.list {}
expect result 1.state=done 1.outcome=met_done
pass 3d
expect reports 1
forget

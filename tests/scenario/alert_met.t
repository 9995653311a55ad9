# How it went (K04): 2 and 3 bring the office again, 3 as high; 4 asks again.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '1'"
restart
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
officer urgency medium reason "uji"
officer confirm reporter self consent K cadre yes
forget
pass 6h
expect text K01 to +6281311110012
# By one missed call; he who called first is not the only one who can.
call from +6281311110012
expect text K02 to +6281311110012
expect text P05 to +6281311110001
# A digit before anybody called her ends nothing: she is to wait for the call.
sms from +6281311110012 "<alert:rini> 2222 1"
expect text K02 to +6281311110012
command alert.list {"open":true}
expect result 1.person=rini 1.state=accepted
expect no text
expect reports 1
command alert.outcome {"alert":"<alert:rini>","outcome":"called","by":"ani"}
expect result watch=owned
pass 1d
expect text K04 to +6281311110012
# Not met: asked again a day later.
sms from +6281311110012 "4 2222 <alert:rini>"
expect no text
pass 1d
expect text P02 to +6281311110001
expect text K04 to +6281311110012
expect text P02 to +6281311110001
sms from +6281311110001 "<code> ok"
# More is needed: the officer again.
sms from +6281311110012 "<alert:rini>22222"
expect text P04 to +6281311110001
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
# At once: the officer, as high.
sms from +6281311110012 "<alert:rini> 2222 3"
expect text P01 to +6281311110001
expect report urgency=high
command alert.list {"open":true}
expect result 1.person=ani 2.code=none
# Somebody else's phone, or a wrong PIN: nothing.
sms from +6281311110013 "<alert:rini> 2222 1"
sms from +6281311110012 "<alert:rini> 3333 1"
command alert.list {}
forget
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code:1>","outcome":"contacted"}
forget
pass 1d
forget

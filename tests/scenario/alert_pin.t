# An outcome behind a wrong PIN is never lost in silence: she is told, and after
# the fifth in a day the office is asked, the alarm sounds, and nothing counts
# until a day later.
config webhook district events = gateway.*
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '1'"
restart
pass 10s
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110012
expect text K01 to +6281311110013
expect text K01 to +6281311110014
forget
sms from +6281311110012 "<alert:rini> y"
expect text K03 to +6281311110014
expect text K03 to +6281311110013
expect text K02 to +6281311110012
expect text P05 to +6281311110001
command alert.outcome {"alert":"<alert:rini>","outcome":"called","by":"ani"}
pass 1d
forget
3 times sms from +6281311110012 "<alert:rini> 9999 1"
expect text "<alert:rini>: PIN tidak cocok, jadi belum dicatat. Balas <alert:rini> PIN lalu 1, 2, 3 atau 4. Lupa PIN? Tanya petugas. Hapus SMS ini." to +6281311110012
expect text K07 to +6281311110012
expect text K07 to +6281311110012
expect log "alert.pin_wrong"
# The right one makes it good again.
sms from +6281311110012 "<alert:rini> 2222 4"
expect no text
4 times sms from +6281311110012 "<alert:rini> 9999 1"
4 times expect text K07 to +6281311110012
expect no webhook
command alert.list {"open":true}
expect result 1.person=rini 1.state=accepted 2.code=none
sms from +6281311110012 "<alert:rini> 9999 1"
expect webhook gateway.alarm alarm=pin_refused
expect text P01 to +6281311110001
expect no text
# Nor the right one now.
sms from +6281311110012 "<alert:rini> 2222 1"
expect no text
expect log "alert.pin_refused"
command alert.list {"open":true}
expect result 1.person=ani 2.person=rini 2.state=accepted
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
pass 25h
forget
sms from +6281311110012 "<alert:rini> 2222 1"
command alert.list {}
expect reports 1
command alert.list {"open":true}
expect result 1.code=none
forget

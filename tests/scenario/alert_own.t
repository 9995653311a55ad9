# The cadre is the reporter: her text is a report, she hears nothing of it as a
# cadre, nor does her household, and she is reminded once not to send names.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444\njoko,cadre,Joko,081311110015,L,1,sms,5555\nyuni,cadre,Yuni,081311110016,P,1,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*"
command people.kin {"person":"rini","other":"tuti"}
sms from +6281311110012 "9"
expect ring to +6281311110001
forget
pass 1m
forget
stop
sql siaga.db "UPDATE report SET village = '1'"
restart
sms from +6281311110001 "ok"
forget
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110014
expect text K01 to +6281311110016
expect text K01 to +6281311110015
sms from +6281311110015 "bisa"
expect text K03 to +6281311110016
expect text K03 to +6281311110014
expect text K02 to +6281311110015
expect text P05 to +6281311110001
command alert.outcome {"alert":"<code>","outcome":"contacted"}
# Nobody calls him in time: the office is asked again.
pass 15m
expect text K03 to +6281311110015
expect text P01
forget
sms from +6281311110001 "ok"
sms from +6281311110002 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
# An officer who writes of herself is not asked about it.
pass 2h
sms from +6281311110002 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
pass 5m
expect no text
expect log "cause=nobody_answers"
forget

# A drill hides no real alert, and nothing that a cadre tells of herself.
import villages.csv "code,name,kecamatan,aliases,population\n10.1,Sokawera,Somagede,,3000" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110011,P,10.1,sms,\ntuti,cadre,Tuti,081311110012,P,10.1,sms,\nsiti,cadre,Siti,081311110013,P,10.1,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"

# Tuti writes of herself: her number is a reporter's open conversation. She is
# in the roster, so the drill asks her; nobody else's number is ever used.
sms from +6281311110012 "suami saya memukul saya"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281234567890 "sokawera"
forget
command drill {"hours":"4"}
expect result cadres=3
expect text K06 to +6281311110011
expect text K06 to +6281311110013
expect text K06 to +6281311110012
expect nothing
# What she says now is not taken for practising.
sms from +6281311110012 "ya"
command alert.list {"open":true}
expect result 1.person=tuti 1.drill=yes 1.state=raised
expect message 2 of report 1 "ya"
forget

# A real alert to Rini ends the drill for her: one missed call can mean only
# what is real, and so does what she says next.
command alert.outcome {"alert":"<code:1>","outcome":"contacted"}
command alert.outcome {"alert":"<code:2>","outcome":"contacted"}
officer 2 confirm reporter self consent K cadre yes phone own
forget
pass 3h
expect text K01 to +6281311110011
forget
call from +6281311110011
expect text K02 to +6281311110011
expect text P05 to +6281311110001
expect no text
command alert.list {"open":true}
expect result 1.person=rini 1.drill=no 1.state=accepted
sms from +6281311110011 "T"
expect text K03 to +6281311110011
expect text K01 to +6281311110013
expect no text
forget
# Who has not been asked still answers the drill.
sms from +6281311110012 "<alert:tuti> OK"
expect text K03 to +6281311110012
command drill {"list":true}
expect result 1.accepted=1
forget

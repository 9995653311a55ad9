# The modem cannot begin to send: an alert is tried until its deadline, and what
# nobody is to hear any more is not sent once it can.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
modem answers not_started 9 times
sms from +6281234567890 "suami saya memukul saya"
forget
pass 2m
forget
pass 2m
expect outbox sms failed 0
expect log "sms.outcome"
modem answers sent
pass 30s
expect outbox sms failed 0
command outbox.list {"sink":"sms"}
pass 30s
forget
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget

# The modem cannot begin to send: an alert is tried until its deadline, and what
# nobody is to hear any more is not sent once it can.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
modem answers not_started
sms from +6281234567890 "suami saya memukul saya"
pass 4m
# Her answer is given up, stale; what asks the officer is not.
expect outbox sms failed 1
expect outbox sms queued 1
forget
modem answers sent
pass 30s
expect text P01 to +6281311110001 valid 300
expect outbox sms sent 1
sms from +6281311110001 "<code> ok"
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted
command alert.outcome {"alert":"<code>","outcome":"contacted"}
# Past its deadline it is of no use: the next one is asked instead.
pass 2h
forget
modem answers not_started
sms from +6281234567891 "suami saya memukul saya"
pass 5m
forget
modem answers sent
pass 30s
expect text P01 to +6281311110002
expect no text
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget

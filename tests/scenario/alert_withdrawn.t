# Her consent is withdrawn while the text to a cadre waits, and while it is with
# the modem: what has not left does not leave, and who may have heard of it is
# told that nothing is to be done.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1,sms,3333\nwati,cadre,Wati,081311110014,P,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '1'"
restart
pass 10s
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
# Waiting: the modem is away. It never leaves, and neither does K03: there is
# nothing that she could stop doing.
modem state no_sim
officer confirm reporter self consent K cadre yes
expect outbox sms queued 3
officer confirm consent none
expect outbox sms queued 0
expect outbox sms dropped 3
modem state ready
pass 2m
expect no text
# With the modem, which has not begun: it is not handed over again.
modem answers not_started after 20s
officer confirm reporter self consent K cadre yes
pass 5s
officer confirm consent none
modem answers sent
pass 16s
forget
pass 2m
expect outbox sms queued 0
expect outbox sms dropped 6
# With the modem, and nobody knows whether it left: not repeated; told so.
modem answers unknown after 20s once
officer confirm reporter self consent K cadre yes
pass 5s
officer confirm consent none
forget
pass 16s
expect text K03 to +6281311110012
pass 5m
expect no text
# Handed over and sent: told so, and her answer comes to nothing.
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110012
expect text K01 to +6281311110013
expect text K01 to +6281311110014
officer confirm consent none
expect text K03 to +6281311110014
expect text K03 to +6281311110013
expect text K03 to +6281311110012
sms from +6281311110012 "<alert:rini> y"
expect text K03 to +6281311110012
pass 1h
expect no text
command alert.list {"open":true}
expect result 1.code=none

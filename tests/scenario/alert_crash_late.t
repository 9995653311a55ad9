# kill -9 in every turn and before writes to the disk, when deadlines are over:
# the next one, the alarm, all again, and accepted without an outcome.
config webhook district events = gateway.alarm
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\njoko,cadre,Joko,081311110013,L,1,sms,3333\nagus,cadre,Agus,081311110014,L,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
repeat 6
sms from +6281600{n} "suami saya memukul saya"
forget
crash in turn {n:1} before commit
pass 5m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
crash in turn {n:1} before commit
pass 5m
restart
pass 10s
command alert.list {"open":true}
expect result 1.code=none
expect webhook gateway.alarm alarm=nobody_answers
crash in turn {n:1} before commit
pass 15m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=ani 1.state=raised 2.code=none
sms from +6281311110001 "<code> ok"
crash in turn {n:1} before commit
pass 15m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget
end
repeat 6
sms from +6281610{n} "suami saya memukul saya"
forget
crash in turn {n:1} after commit
pass 5m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
crash in turn {n:1} after commit
pass 5m
restart
pass 10s
command alert.list {"open":true}
expect result 1.code=none
expect webhook gateway.alarm alarm=nobody_answers
crash in turn {n:1} after commit
pass 15m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=ani 1.state=raised 2.code=none
sms from +6281311110001 "<code> ok"
crash in turn {n:1} after commit
pass 15m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget
end
repeat 30
sms from +6281620{n} "suami saya memukul saya"
forget
crash at write {n:1}
pass 5m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
crash at write {n:1}
pass 5m
restart
pass 10s
command alert.list {"open":true}
expect result 1.code=none
expect webhook gateway.alarm alarm=nobody_answers
crash at write {n:1}
pass 15m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=ani 1.state=raised 2.code=none
sms from +6281311110001 "<code> ok"
crash at write {n:1}
pass 15m
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget
end

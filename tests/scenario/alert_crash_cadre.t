# kill -9 in every turn and before writes to the disk, through a cadre's whole
# alert: asked, accepted, asked how it went, done; once each.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\njoko,cadre,Joko,081311110013,L,1,sms,3333\nagus,cadre,Agus,081311110014,L,1,sms,4444" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
# Declined, unanswered, nobody left: the office.
repeat 3
sms from +6281500{n} "9"
forget
pass 10s
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village Sukamaju
command alert.list {"open":true}
expect result 3.person=rini 3.state=raised 4.code=none
keep 3.alert
crash in turn {n:1} before commit
sms from +6281311110012 "<given> t"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.part=cadre 1.state=raised 2.part=cadre 2.state=raised 3.code=none
crash in turn {n:1} before commit
pass 10m
restart
pass 10s
command alert.list {"open":true}
expect result 1.part=officer 1.person=ani 1.state=raised
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget
end
repeat 3
sms from +6281510{n} "9"
forget
pass 10s
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village Sukamaju
command alert.list {"open":true}
expect result 3.person=rini 3.state=raised 4.code=none
keep 3.alert
crash in turn {n:1} after commit
sms from +6281311110012 "<given> t"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.part=cadre 1.state=raised 2.part=cadre 2.state=raised 3.code=none
crash in turn {n:1} after commit
pass 10m
restart
pass 10s
command alert.list {"open":true}
expect result 1.part=officer 1.person=ani 1.state=raised
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget
end
repeat 12
sms from +6281520{n} "9"
forget
pass 10s
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village Sukamaju
command alert.list {"open":true}
expect result 3.person=rini 3.state=raised 4.code=none
keep 3.alert
crash at write {n:1}
sms from +6281311110012 "<given> t"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.part=cadre 1.state=raised 2.part=cadre 2.state=raised 3.code=none
crash at write {n:1}
pass 10m
restart
pass 10s
command alert.list {"open":true}
expect result 1.part=officer 1.person=ani 1.state=raised
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget
end
# Accepted, asked how it went, done.
repeat 1
sms from +6281530{n} "9"
forget
pass 10s
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village Sukamaju
command alert.list {"open":true}
expect result 3.person=rini 3.state=raised 4.code=none
keep 3.alert
crash in turn 1 before commit
sms from +6281311110012 "<given> y"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=rini 1.state=accepted 2.code=none
command alert.outcome {"alert":"<given>","outcome":"called","by":"ani"}
pass 1439m
crash in turn 1 before commit
pass 1m
restart
pass 10s
crash in turn 1 before commit
sms from +6281311110012 "<given> 2222 1"
pass 1s
restart
pass 10s
command alert.list {}
expect result 3.person=rini 3.outcome=met_done
command alert.list {"open":true}
expect result 1.code=none
expect outbox sms unknown 0
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget
end
repeat 1
sms from +6281540{n} "9"
forget
pass 10s
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village Sukamaju
command alert.list {"open":true}
expect result 3.person=rini 3.state=raised 4.code=none
keep 3.alert
crash in turn {n:1} after commit
sms from +6281311110012 "<given> y"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=rini 1.state=accepted 2.code=none
command alert.outcome {"alert":"<given>","outcome":"called","by":"ani"}
pass 1439m
crash in turn {n:1} after commit
pass 1m
restart
pass 10s
crash in turn {n:1} after commit
sms from +6281311110012 "<given> 2222 1"
pass 1s
restart
pass 10s
command alert.list {}
expect result 3.person=rini 3.outcome=met_done
command alert.list {"open":true}
expect result 1.code=none
expect outbox sms unknown 0
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget
end
repeat 5
sms from +6281550{n} "9"
forget
pass 10s
sms from +6281311110001 "<code> ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm reporter self consent K cadre yes village Sukamaju
command alert.list {"open":true}
expect result 3.person=rini 3.state=raised 4.code=none
keep 3.alert
crash at write {n:1}
sms from +6281311110012 "<given> y"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=rini 1.state=accepted 2.code=none
command alert.outcome {"alert":"<given>","outcome":"called","by":"ani"}
pass 1439m
crash at write {n:1}
pass 1m
restart
pass 10s
crash at write {n:1}
sms from +6281311110012 "<given> 2222 1"
pass 1s
restart
pass 10s
command alert.list {}
expect result 3.person=rini 3.outcome=met_done
command alert.list {"open":true}
expect result 1.code=none
expect outbox sms unknown 0
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget
end

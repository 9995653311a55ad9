# kill -9 in every turn, and before writes to the disk, from her text to the
# outcome: asked, answered and ended once, by one alert each.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
repeat 10
crash in turn {n:1} before commit
sms from +6281100{n} "suami saya memukul saya"
pass 1s
restart
pass 10s
expect reports {n:1}
command alert.list {"open":true}
expect result 1.person=ani 1.state=raised 2.code=none
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget
end
repeat 10
crash in turn {n:1} after commit
sms from +6281200{n} "suami saya memukul saya"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=ani 1.state=raised 2.code=none
crash in turn {n:1} after commit
sms from +6281311110001 "ok"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted 2.code=none
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget
end
repeat 40
crash at write {n:1}
sms from +6281300{n} "suami saya memukul saya"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=ani 1.state=raised 2.code=none
crash at write {n:1}
sms from +6281311110001 "ok"
pass 1s
restart
pass 10s
command alert.list {"open":true}
expect result 1.person=ani 1.state=accepted 2.code=none
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget
end
# A restart at each step of the way through all, and a clock that jumps.
sms from +6281400001 "suami saya memukul saya"
forget
restart
pass 5m
restart
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
restart
pass 5m
restart
expect log "cause=nobody_answers"
pass 15m
restart
command alert.list {"open":true}
expect result 1.person=ani 1.state=raised 2.code=none
sms from +6281311110001 "ok"
restart
pass 15m
restart
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
forget

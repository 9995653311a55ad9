# Nobody answers for two days; everybody declines; a decline by all is an alarm
# at once; medium and low have their time.
config siaga tpks_from = off
config cover hours = Senin-Jumat 08.00-15.00
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
forget
repeat 100
pass 25m
expect log "alert.nobody"
end
forget
command alert.list {"open":true}
pass 20m
expect text P01
forget
sms from +6281311110001 "<code> ok"
sms from +6281311110002 "<code> ok"
forget
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget
pass 20m

# Both decline: the alarm, at once, and all again after a while.
sms from +6281234567891 "suami saya memukul saya"
expect text P01
forget
sms from +6281311110001 "<code> t"
expect text P01 to +6281311110002
sms from +6281311110002 "tidak"
expect no text
expect log "cause=nobody_answers"
forget
pass 14m
expect no text
pass 1m
expect text P01 to +6281311110001
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
pass 2d
forget

# Two accept in one turn: one of them has it.
sms from +6281234567892 "9"
expect ring to +6281311110001
forget
pass 5m
forget
hold
sms from +6281311110002 "<code> ok"
sms from +6281311110001 "<code> ok"
go
expect text K03 to +6281311110001
expect no text
command alert.list {"open":true}
expect result 1.person=budi 1.state=accepted 2.code=none
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
pass 1h
forget

# Medium: six hours, a reminder after three.
sms from +6281234567893 "halo"
expect text P04 to +6281311110001
expect text R01 to +6281234567893
officer urgency medium
expect text P04 to +6281311110001
pass 6h
expect text P04 to +6281311110002 valid 21600
pass 179m
expect no text
pass 1m
expect text P04 to +6281311110002 valid 10800
sms from +6281311110002 "ok"
pass 6h
expect log "cause=nobody_answers"
forget
pass 6h
expect text P04
forget
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
pass 1d
forget

# Low: the next day that is a workday; on a Friday that is Monday.
clock jumps 1d
sms from +6281234567894 "halo"
forget
command alert.list {"open":true}
expect result 1.due_at=2026-11-30T05:00:00Z
forget

# A watch that cannot be moved on stands in nobody's way: it is logged, tried
# again later and later, and the alarm sounds; all others go on.
config webhook district events = report.* alert.* gateway.*
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
stop
sql siaga.db "CREATE TRIGGER broken BEFORE INSERT ON alert WHEN NEW.report_id = 1 BEGIN SELECT RAISE(ABORT, 'broken'); END"
restart
pass 5m
expect log "alert.failed"
expect no text
expect no webhook
# What comes meanwhile is filed, answered, and somebody is asked for it.
sms from +6281234567891 "suami saya memukul saya"
expect reports 2
expect text P01 to +6281311110001
expect text R04 to +6281234567891
expect webhook report.filed
expect webhook alert.raised
# After the third time in vain, and after each third one.
expect no webhook
pass 31s
expect webhook gateway.alarm alarm=alerts_failing
expect no webhook
# The other one goes on at its minute.
pass 269s
expect text P01 to +6281311110002
forget
# Mended: it goes on by itself.
stop
sql siaga.db "DROP TRIGGER broken"
restart
pass 16m
command alert.list {"open":true}
command report.show {"code":"<code:1>"}
expect text P01
forget

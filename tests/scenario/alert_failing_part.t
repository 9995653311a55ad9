# The handover between shifts cannot be written: that is tried again each minute,
# the alarm sounds, and whoever writes or is asked meanwhile notices nothing.
config webhook district events = gateway.*
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,12:00,18:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
pass 110m
stop
sql siaga.db "CREATE TRIGGER broken BEFORE UPDATE OF handover_at ON person BEGIN SELECT RAISE(ABORT, 'broken'); END"
restart
pass 10m
expect log "part=clock"
forget
sms from +6281234567891 "suami saya memukul saya"
expect text P01
expect text R04 to +6281234567891
expect reports 2
pass 3m
expect webhook gateway.alarm alarm=alerts_failing
forget
pass 2m
pass 2s
expect text P01
forget
stop
sql siaga.db "DROP TRIGGER broken"
restart
pass 2m
expect text P03 to +6281311110002
forget
command report.close {"code":"<code:1>","by":"Sari","reason":"uji"}
command report.close {"code":"<code:2>","by":"Sari","reason":"uji"}
forget

# Without a roster the alarm is at once, and again; quarantine alerts nobody;
# with a roster of people who are gone it is the same.
sms from +6281234567890 "suami saya memukul saya"
expect webhook report.filed
expect webhook gateway.alarm alarm=nobody_on_duty urgency=high
expect text R04 to +6281234567890
pass 15m
expect webhook gateway.alarm alarm=nobody_on_duty
sms from TELKOMSEL "Selamat, Anda menang"
pass 1h
forget
command alert.list {}
expect result 1.code=none
# A person is there: asked when the pause is over.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
pass 16m
expect text P01
forget
sms from +6281311110001 "ok"
sms from +6281311110002 "ok"
command alert.outcome {"alert":"<code:1>","outcome":"contacted"}
expect result watch=done
does people.remove ani reason "pindah"
does people.remove budi reason "pindah"
forget
sms from +6281234567891 "suami saya memukul saya"
expect webhook report.filed
expect webhook gateway.alarm alarm=nobody_on_duty
forget

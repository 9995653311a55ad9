# The law's three days (P02), and the handover between shifts (P03).
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nrini,cadre,Rini,081311110012,P,*,sms,2222" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,12:00,18:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
forget
# 12.00: who comes on duty is told what is open; SIAP, once.
pass 119m
expect no text
pass 1m
expect text P03 to +6281311110002
expect no text
sms from +6281311110002 "siap"
expect no text
expect reports 1
sms from +6281311110001 "SIAP"
expect reports 2
command report.close {"code":"<code:2>","by":"Sari","reason":"uji"}
forget
# 48 hours after her first text: to whoever has it, else to who is on duty.
pass 1d
expect text P03 to +6281311110002
# Told by somebody else, closed meanwhile: no clock of hers.
sms from +6281234567891 "tetangga saya dipukul suaminya"
sms from +6281234567892 "suami saya memukul saya"
forget
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
command alert.outcome {"alert":"<code:3>","outcome":"contacted"}
expect result watch=done
forget
pass 21h
forget
pass 1h
expect text P02 to +6281311110001 valid 86400
# Only to its code; once.
sms from +6281311110001 "<code:1> ok"
expect no text
expect reports 4
pass 1h
forget
pass 3d
command report.close {"code":"<code:1>","by":"Sari","reason":"uji"}
forget

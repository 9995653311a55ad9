# Her next message in a case goes to the officer who had it, unless that one is
# off duty by then.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\ncici,officer,Cici,081311110003,P,*,sms," duty.csv "id,days,from,to,area\nani,*,08:00,12:00,*\nbudi,*,00:00,24:00,*\ncici,*,00:00,24:00,*"
pass 110m
forget
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"ani"}
forget
# Another report is the next one's turn; hers is Ani's.
sms from +6281234567891 "suami saya memukul saya"
expect text P01 to +6281311110002
forget
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"budi"}
sms from +6281234567890 "dia pulang, saya takut"
expect text P01 to +6281311110001
forget
sms from +6281311110001 "<code:1> ok"
command alert.outcome {"alert":"<code:1>","outcome":"contacted","by":"ani"}
forget
# After 12.00 she is off duty: whoever is on duty.
pass 11m
forget
sms from +6281234567890 "dia datang lagi, saya takut"
expect text P01 to +6281311110003
expect no text
expect reports 2
pass 5m
expect text P01 to +6281311110002
forget
command report.close {"code":"<code:1>","by":"Sari","reason":"uji"}
forget

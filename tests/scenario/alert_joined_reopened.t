# What was asked for a report that goes on in another one is asked there; one that
# is opened again is watched again.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
forget
sms from +6281234567890 "suami saya memukul saya"
sms from +6281234567891 "suami saya memukul saya"
command alert.outcome {"alert":"<code:1>","outcome":"safe","by":"ani"}
forget
command report.join {"code":"<code:1>","other":"<code>"}
expect text P01 to +6281311110001
forget
command alert.outcome {"alert":"<code:1>","outcome":"safe","by":"ani"}
pass 1h
expect no text
command report.close {"code":"<code:1>","reason":"selesai"}
pass 1h
expect no text
command report.close {"code":"<code:1>","reason":"salah","reopen":true}
expect text P01 to +6281311110001
forget

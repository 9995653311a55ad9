# Who has the report is on leave and nobody stands in: P02 goes to whoever is on
# duty for her village.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n2,Kalisari,Bukit,,1900,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,2,sms,\ncica,officer,Cica,081311110003,P,1,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*\ncica,*,00:00,24:00,*" absence.csv "id,from,to,replacement\nani,2026-11-23,2026-11-30,"
sms from +6281234567890 "suami saya memukul saya"
forget
command alert.accept {"alert":"<code>"}
command alert.outcome {"alert":"<code>","outcome":"contacted"}
officer confirm village 1
pass 47h
forget
pass 1h
expect text P02 to +6281311110003
expect no text
forget

# Her term ended while she was asked: her late OK gives her nothing, whoever is
# in office is asked.
import people.csv "id,role,name,number,sex,villages,channels,pin,from,to\nani,officer,Ani,081311110001,P,*,sms,,,2026-11-21\nbudi,officer,Budi,081311110002,L,*,sms,,," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*"
sms from +6281234567890 "saya mau lapor"
expect text P04 to +6281311110001
pass 15h
forget
sms from +6281311110001 "<code> OK"
command alert.list {"open":true}
expect answer lacks "ani"
expect text K03 to +6281311110001
forget
# At midnight whoever is asked and leaves office stands down, and the next one
# is asked.
pass 22h
import people.csv "id,role,name,number,sex,villages,channels,pin,from,to\nbudi,officer,Budi,081311110002,L,*,sms,,,2026-11-22\ncica,officer,Cica,081311110003,P,*,sms,,2026-11-23," duty.csv "id,days,from,to,area\nbudi,*,00:00,24:00,*\ncica,*,00:00,24:00,*"
forget
sms from +6281234567891 "saya mau lapor"
expect text P04 to +6281311110002
forget
pass 58m
expect no text
pass 3m
expect text K03 to +6281311110002
expect text P04 to +6281311110003
forget

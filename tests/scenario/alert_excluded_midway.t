# Whoever must not hear of it is out at once: asked, or the owner, or kin of
# one of these; a late OK does not bring it back.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\ncici,officer,Cici,081311110003,P,*,sms,\nkoor,coordinator,Kor,081311110004,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
forget
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
command report.exclude {"code":"<code>","person":"ani"}
expect text P01 to +6281311110004
expect text K03 to +6281311110001
forget
sms from +6281311110001 "ok"
pass 5m
expect text K03 to +6281311110001
expect text P01 to +6281311110002
forget
sms from +6281311110002 "ok"
command people.kin {"person":"ani","other":"budi"}
expect text P01 to +6281311110003
expect text K03 to +6281311110002
forget

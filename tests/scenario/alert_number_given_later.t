# The number she writes from becomes an officer's in the roster afterwards (she
# registers her private one): she is not asked about her own report, and no
# alert text reaches the phone that it came from.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110009,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281311110002 "suami saya memukul saya"
forget
pass 1m
import people.csv "id,role,name,number,sex,villages,channels,pin\nbudi,officer,Budi,081311110002,L,*,sms,"
pass 5m
expect no text
command alert.list {"open":true}
expect answer lacks "budi"
forget

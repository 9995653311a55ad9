# Reports are joined, closed, erased while somebody is asked.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
forget
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"ani"}
pass 1h
# She writes again from another phone; both are one, and one alert runs on.
sms from +6281234567891 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
officer 1 join other 2 reason "orang yang sama"
expect answer error=none
expect text P01 to +6281311110001
expect text K03 to +6281311110001
sms from +6281311110001 "<code:1> ok"
expect no text
command alert.list {"open":true}
expect result 1.state=accepted 2.code=none
pass 15m
expect text P01 to +6281311110002
forget

# Closed: nothing more to be done; nobody is asked any more.
officer 1 close reason "uji"
expect text K03 to +6281311110002
pass 1h
expect no text

# HAPUS YA hides, but who is asked is asked until a person records an outcome.
sms from +6281234567892 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
sms from +6281234567892 "HAPUS YA"
forget
pass 5m
expect text P01 to +6281311110002
forget
command alert.list {"open":true}
expect result 1.state=raised
command report.erase {"code":"<code>","by":"Sari","reason":"uji"}
expect answer error=none
pass 1m
expect text K03 to +6281311110002
command alert.list {"open":true}
expect result 1.code=none
sms from +6281311110002 "ok"
forget

# Texts to responders: of unknown fate they are said again, four times at most;
# they have a part of the SIM's day of their own.
config modem a texts_per_day = 40
config modem a alert_reserve = 10
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
modem answers unknown 9 times
sms from +6281234567890 "suami saya memukul saya"
pass 1m
expect text P01 to +6281311110001 valid 300
expect text R04 to +6281234567890
expect text P01 to +6281311110001
expect text P01 to +6281311110001
expect text P01 to +6281311110001
expect no text
modem answers sent
forget
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
pass 1d
forget
# The day of the SIM is spent by answers: alerts still leave.
40 times sms from +6281100{n} "halo, apakah kantor buka"
pass 1h
forget
sms from +6281234567891 "suami saya memukul saya"
expect text P01
forget

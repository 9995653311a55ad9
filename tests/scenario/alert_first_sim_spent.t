# The first SIM has spent its day, the second has not: alerts leave by that one.
config modem a texts_per_day = 4
config modem a alert_reserve = 2
config modem b device = /dev/ttyB
config modem b connection = at
config modem b number = +6281200000002
config modem b texts_per_day = 500
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
repeat 7
sms from +6281500{n} "9" to a
end
forget
sms from +6281234567890 "suami saya memukul saya" to b
expect text P01 to +6281311110001 by b
expect text R04 to +6281234567890 by b
forget

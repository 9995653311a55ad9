# A drill for a whole district leaves to reporters what is theirs of the SIM's
# day: the next text is answered.
config modem a texts_per_day = 60
config modem a alert_reserve = 20
import villages.csv "code,name,kecamatan,aliases,population\n10.1,Sokawera,Somagede,,3000" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
repeat 50
import people.csv "id,role,name,number,sex,villages,channels,pin\nk{n},cadre,Kader {n},08132222{n},P,10.1,sms,"
end
command drill {"hours":"10"}
pass 1h
forget
sms from +6281234567890 "halo"
pass 1m
expect text P04 to +6281311110001
expect text R01 to +6281234567890
forget

# A whole district is asked, some in each turn, also when the box ends in the
# midst of it: each of them once, and after every other text.
import villages.csv "code,name,kecamatan,aliases,population\n10.1,Sokawera,Somagede,,3000" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
repeat 100
import people.csv "id,role,name,number,sex,villages,channels,pin\nk{n},cadre,Kader {n},08132222{n},P,10.1,sms,"
end
modem answers sent after 3s
command drill {"hours":"10"}
expect result cadres=100
sms from +6281234567890 "suami saya memukul saya"
pass 9s
expect text K06 to +6281322220001
expect text P01 to +6281311110001
expect text R04 to +6281234567890
expect text K06 to +6281322220002
forget
crash in turn 2 before commit
pass 3s
restart perhaps
pass 1h
command drill {"list":true}
expect result 1.cadres=100 1.asked=100 1.reached=0
forget

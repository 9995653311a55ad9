# A box of a province: two hundred on duty. Who was on duty before is not told
# again of a handover when one more comes (P03 to each who begins, once).
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,12:00,18:00,*"
repeat 200
import people.csv "id,role,name,number,sex,villages,channels,pin\nofficer-of-kecamatan-{n},officer,O {n},08132222{n},P,*,sms," duty.csv "id,days,from,to,area\nofficer-of-kecamatan-{n},*,00:00,24:00,*"
end
sms from +6281234567890 "halo"
pass 2m
forget
pass 119m
expect text P03 to +6281311110001
expect no text

# A clock that jumps, ahead and back, neither forgets nor hurries for long.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
clock jumps -3h
pass 5m
expect text P01 to +6281311110002
forget
clock jumps 3h
pass 5m
expect log "cause=nobody_answers"
clock jumps -1d
pass 15m
expect text P01 to +6281311110001
forget
restart
pass 5m
expect text P01 to +6281311110002
forget
clock jumps 2d
pass 20m
expect text P01
forget

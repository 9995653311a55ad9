# The SIM by which an alert was to leave goes away with the text still queued:
# it leaves by the other one, and not when it is too late.
config modem b device = /dev/ttyB
config modem b connection = at
config modem b number = +6281200000002
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
modem a answers not_started once
sms from +6281234567890 "suami saya memukul saya" to b
modem a state no_sim
pass 1m
expect text R04 to +6281234567890
expect text P01 to +6281311110001 by b
forget

# The phone was busy, or the modem could not begin: it is rung once more while
# the alert is open. A text alone wakes nobody.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
modem answers ring not_started once
sms from +6281234567890 "9"
expect ring to +6281311110001
pass 2m
expect ring to +6281311110001
forget

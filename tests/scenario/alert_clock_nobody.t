# Nobody could be asked, so there is no alert yet, only the alarm and a time when
# it is tried again; the clock is set back and the box starts anew: it is tried
# again in its quarter of an hour, and not a day later.
sms from +6281234567890 "9"
expect text R04 to +6281234567890
clock jumps -1d
restart
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,"
pass 20m
expect text P01 to +6281311110001
forget

# An emergency: all on duty at once, by text and one phone after another; the
# first who claims has it, the others need not come, and no more phones ring.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\ncici,officer,Cici,081311110003,P,*,sms,\nkoor,coordinator,Kor,081311110004,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*\ncici,*,00:00,24:00,*"
sms from +6281234567890 "9"
expect ring to +6281311110001
expect no ring
expect text R04 to +6281234567890
expect text P01 to +6281311110001
expect text P01 to +6281311110002
expect text P01 to +6281311110003
pass 30s
expect ring to +6281311110002
sms from +6281311110002 "<code> ok"
expect text K03 to +6281311110003
expect text K03 to +6281311110001
pass 2m
expect no ring
expect no text
sms from +6281311110003 "OK"
expect text K03 to +6281311110003
forget

# No modem for a while: the phone rings when it is back, if that is in time.
modem state no_sim
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
modem state ready
pass 2h
forget
modem state no_sim
sms from +6281234567891 "9"
modem state ready
expect ring to +6281311110001
modem state no_sim
pass 3m
modem state ready
expect ring to +6281311110002
forget
pass 4m
forget

# Who claimed cannot after all: those who were told to stand down are asked
# again, at once and all of them.
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
pass 2h
sms from +6281234567892 "9"
forget
pass 30s
sms from +6281311110002 "<code> ok"
forget
sms from +6281311110002 "<code> t"
expect text P01 to +6281311110001
expect text P01 to +6281311110003
expect no text
expect no ring
pass 30s
expect ring to +6281311110003   # who has not just been rung is first
pass 30s
expect ring to +6281311110001
sms from +6281311110001 "<code> ok"
expect text K03 to +6281311110003
# No outcome in 15 minutes: as if nobody had answered.
pass 15m
expect text P01 to +6281311110003
expect ring to +6281311110003
pass 5m
expect text P01 to +6281311110004
expect ring to +6281311110004
forget
pass 5m
expect webhook gateway.alarm alarm=nobody_answers
forget

# A high report: the officer on duty is asked, then the coordinator, then who
# is off duty; when nobody is left the alarm sounds, and all are asked again.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nkoor,coordinator,Kor,081311110003,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
expect text R04 to +6281234567890
expect webhook report.filed
pass 4m
expect no text
pass 1m
expect text P01 to +6281311110003
pass 5m
expect text P01 to +6281311110002
expect no webhook
pass 5m
expect webhook gateway.alarm alarm=nobody_answers urgency=high
pass 14m
expect no text
pass 1m
expect text P01 to +6281311110001
forget

# One second after the deadline is not too late, if nobody else has it; the
# next one, who was asked meanwhile, need not come.
pass 5m
expect text P01 to +6281311110003
sms from +6281311110001 "ok"
expect text K03 to +6281311110003
expect no text
expect reports 1
sms from +6281311110003 "OK"
expect text K03 to +6281311110003
expect reports 1
forget

# Accepting is not coming: without an outcome in 15 minutes the others are
# asked as if nobody had answered (I13).
pass 14m
expect no text
pass 1m
expect text P01 to +6281311110003   # she was told that she need not come
pass 5m
expect text P01 to +6281311110002
command alert.accept {"alert":"<code>","by":"budi"}
expect answer error=none
pass 10m
command alert.outcome {"alert":"<code>","outcome":"not_reached","by":"budi"}
expect result watch=owned
pass 14m
expect no text
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"budi"}
expect result watch=done
pass 1d
expect no text
pass 1d
expect text P02 to +6281311110002   # the law's clock, whatever was done
sms from +6281311110002 "<code> ok"
expect no text
expect reports 1

# She writes again: first whoever had it.
sms from +6281234567890 "dia pulang, saya takut"
expect text P01 to +6281311110001
expect text R04 to +6281234567890

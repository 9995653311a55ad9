# Budi's destination is away for some minutes. By then Ani has the report: he
# is not woken by an alert that is over.
config webhook second recipient = office
config webhook second events = gateway.*
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,,L,*,webhook:second," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*"
webhook second answers refused
sms from +6281234567890 "9"
pass 1m
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget
webhook second answers 200
pass 10m
expect no webhook
forget

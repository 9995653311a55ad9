# Webhook and modem away for six hours, one after the other and both.
config webhook district events = report.* alert.*
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
webhook answers refused
webhook answers timeout
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
expect text R04 to +6281234567890
pass 5m
expect text P01 to +6281311110002
pass 5m
expect no text
pass 15m
expect text P01 to +6281311110001
forget
pass 326m
command alert.list {"open":true}
expect result 1.state=raised
forget
webhook answers accept
pass 2m
expect log "alert.accepted"
forget
command alert.list {"open":true}
expect result 1.state=accepted 1.destination=district
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget

# No modem: what was said to nobody is not sent late, and who is asked when
# it is back is asked with time left.
webhook answers 200
sms from +6281234567891 "suami saya memukul saya"
forget
modem down
pass 6h
expect no text
expect log "alert.nobody"
modem up
pass 21m
expect text P01 valid 300
forget
sms from +6281311110001 "ya"
sms from +6281311110002 "ya"
forget
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget

# Both: it goes on by itself, and is there when either is back.
sms from +6281234567892 "suami saya memukul saya"
modem state no_sim
webhook answers timeout
forget
pass 6h
expect no text
restart
modem state no_sim
forget
pass 1h
command alert.list {"open":true}
expect log "alert.nobody"
modem state ready
pass 21m
expect text P01
forget
webhook answers 200
pass 2h
expect outbox webhook queued 0
forget

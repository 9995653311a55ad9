# Alerts by webhook: to whom, and what is taken for an answer.
config webhook district events = report.* alert.*
config webhook second url = http://127.0.0.1:9/second
config webhook second recipient = office
config webhook second events = alert.*
config webhook second allow_cidr = 127.0.0.0/8
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms;webhook:second," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
webhook district answers accept_junk
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
pass 1m
command alert.list {"open":true}
expect result 1.state=raised 2.state=raised 3.state=raised 4.code=none
# An id that went to another destination is no answer, nor is one twice.
webhook second answers accept_first
pass 4m
expect text P01 to +6281311110002
command alert.list {"open":true}
expect result 1.person=budi 1.state=raised 2.code=none
webhook district answers 200
webhook second answers 200
pass 5m
forget

# All again: the office says yes by its webhook, and the others stand down.
webhook district answers accept
pass 15m
expect text P01 to +6281311110001
expect text K03 to +6281311110001
expect no text
command alert.list {"open":true}
expect result 1.destination=district 1.state=accepted 1.how=webhook 2.code=none
forget
# The same again, in the next answers: nothing more happens.
webhook district answers accept_first
pass 1m
sms from +6281234567890 "halo"
pass 1m
webhook district answers 200
command alert.outcome {"alert":"<code>","outcome":"contacted"}
expect result watch=done
forget

# It says no: she who was texted is asked still, then the next.
pass 1h
webhook district answers decline
webhook second answers decline
sms from +6281234567891 "suami saya memukul saya"
expect text P01 to +6281311110001
expect text R04 to +6281234567891
pass 4m
expect no text
pass 1m
expect text P01 to +6281311110002
forget

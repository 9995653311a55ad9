# Who has the report is reached by webhook alone: the law's clock is said there,
# or to the next person by text; never to nobody with the mark that it was said.
config webhook second recipient = office
config webhook second events = alert.*
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,,P,*,webhook:second,\nkoor,coordinator,Kor,081311110004,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
command alert.accept {"alert":"<code>"}
command alert.outcome {"alert":"<code>","outcome":"contacted"}
pass 47h
forget
pass 70m
expect text P02 to +6281311110004
forget

# Who has fewer open cases is asked first; of equals, who waited longest; who
# has as many as `cases_most` after the others, but somebody always is.
config siaga cases_most = 2
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*"
sms from +6281234567801 "suami saya memukul saya"
expect text P01 to +6281311110001
expect text R04 to +6281234567801
# Neither has a case: it is the other one's turn.
sms from +6281234567802 "suami saya memukul saya"
expect text P01 to +6281311110002
expect text R04 to +6281234567802
sms from +6281234567803 "suami saya memukul saya"
expect text P01 to +6281311110001
expect text R04 to +6281234567803
# Ani takes two; the next three are Budi's until he has two as well.
command alert.accept {"alert":"<code:1>","by":"ani"}
command alert.accept {"alert":"<code:3>","by":"ani"}
command people.list {}
expect result 1.id=ani 1.cases=2 2.cases=0
expect doctor "ani has 2 open cases; cases_most is 2"
command duty {}
told officers only budi ani
sms from +6281234567804 "suami saya memukul saya"
expect text P01 to +6281311110002
expect text R04 to +6281234567804
command alert.accept {"alert":"<code:2>","by":"budi"}
command alert.accept {"alert":"<code:4>","by":"budi"}
expect doctor "budi has 2 open cases"
# Both have enough. Nobody is left without.
sms from +6281234567805 "suami saya memukul saya"
expect text P01 to +6281311110001
expect text R04 to +6281234567805
# What is done weighs no more.
command alert.outcome {"alert":"<code:2>","outcome":"contacted","by":"budi"}
command alert.outcome {"alert":"<code:4>","outcome":"contacted","by":"budi"}
expect no doctor "budi has"
sms from +6281234567806 "suami saya memukul saya"
expect text P01 to +6281311110002
expect text R04 to +6281234567806
forget
# Hers stays hers, whatever is on the desk.
command alert.outcome {"alert":"<code:1>","outcome":"contacted","by":"ani"}
command alert.accept {"alert":"<code:5>","by":"ani"}
forget
sms from +6281234567801 "dia pulang, saya takut"
expect text P01 to +6281311110001
forget

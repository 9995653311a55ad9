# LATIHAN: a round of alerts without a report. Only cadres are texted; what
# they answer is counted, village by village.
import villages.csv "code,name,kecamatan,aliases,population\n10.1,Sokawera,Somagede,,3000\n10.2,Kemawi,Somagede,,2000" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110011,P,10.1,sms,\ntuti,cadre,Tuti,081311110012,P,10.1;10.2,sms,\nsiti,cadre,Siti,081311110013,P,10.1,sms,\nlela,cadre,Lela,081311110014,P,10.2,sms,\nadi,administrator,Adi,081311110015,L,,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
command drill {"village":"Sokawera"}
expect result cadres=3
expect text K06 to +6281311110011
expect text K06 to +6281311110013
expect text K06 to +6281311110012
expect nothing
expect reports 0

# As in real life: a plain word, the code and a word, one missed call.
pass 20s
sms from +6281311110011 "ya"
expect text K03 to +6281311110011
pass 40s
command alert.list {"open":true}
expect result 1.drill=yes 1.code=none 1.person=tuti
keep 1.alert
sms from +6281311110012 "t <given>"
expect text K03 to +6281311110012
call from +6281311110013
expect text K03 to +6281311110013
expect nothing
expect reports 0
command drill {"list":true}
expect result 1.village=10.1 1.name=Sokawera 1.cadres=3 1.reached=3 1.accepted=2 1.declined=1 1.silent=0 1.median_s=60
expect result 2.village=10.2 2.accepted=0 2.declined=1
expect audit - drill

# Who is asked already is asked by no second one; who is away is not asked;
# nobody is silently left out.
command drill {"village":"10.2","hours":"2"}
expect result cadres=2
expect text K06 to +6281311110014
expect text K06 to +6281311110012
delivery ok to +6281311110014
command drill {"village":"kemawi"}
expect answer error=nobody
command drill {"village":"nowhere"}
expect answer error=not_found
command drill {"hours":"0"}
expect answer error=bad_arguments

# Without an answer it is over, and nobody hears of it; a late one counts.
pass 119m
command alert.list {"open":true}
expect result 2.person=lela
pass 1m
expect nothing
command alert.list {"open":true}
expect result 1.alert=none
command drill {"list":true}
expect result 2.village=10.2 2.cadres=2 2.reached=2 2.silent=2
sms from +6281311110014 "OK"
expect text K03 to +6281311110014
expect reports 0
command drill {"list":true}
expect result 2.silent=1 2.accepted=1
# It ends as it was said first.
sms from +6281311110014 "T"
expect nothing
command drill {"list":true}
expect result 2.accepted=1 2.declined=1

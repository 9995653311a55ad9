# An outcome from one who has not accepted: whoever says that somebody still
# has to come has it from then on; after the end nobody does.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
forget
sms from +6281234567890 "suami saya memukul saya"
command alert.outcome {"alert":"<code>","outcome":"not_reached","by":"ani"}
expect result watch=owned owner=ani
forget
pass 15m
expect text P01 to +6281311110002
forget
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"budi"}
expect result watch=done
command alert.outcome {"alert":"<code>","outcome":"not_reached","by":"budi"}
expect answer error=over
forget

# What a person records by command: whose it is, and what ends nothing.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
# Not reached, and nobody had accepted: now she has it, for her time to reach.
command alert.outcome {"alert":"<code>","outcome":"not_reached","by":"ani"}
expect result watch=owned owner=ani
command alert.outcome {"alert":"<code>","outcome":"nonsense","by":"ani"}
expect answer error=bad_arguments
command alert.outcome {"alert":"XXXX","outcome":"contacted","by":"ani"}
expect answer error=not_found
pass 15m
expect text P01 to +6281311110002
# Her alert is over, but nobody has it: she may still take it.
command alert.outcome {"alert":"<alert:ani>","outcome":"not_reached","by":"ani"}
expect result watch=owned owner=ani
expect text K03 to +6281311110002
# It is hers: another's alert holds up nothing.
command alert.outcome {"alert":"<alert:budi>","outcome":"not_reached","by":"budi"}
expect answer error=over
command alert.decline {"alert":"<alert:budi>","by":"budi"}
expect answer error=over
command alert.accept {"alert":"<alert:budi>","by":"budi"}
expect answer error=over
# What ends it ends it, whoever says so.
command alert.outcome {"alert":"<alert:budi>","outcome":"referred","by":"budi"}
expect result watch=done
expect text K03 to +6281311110001
command alert.outcome {"alert":"<alert:ani>","outcome":"not_reached","by":"ani"}
expect answer error=over
command alert.accept {"alert":"<alert:ani>","by":"ani"}
expect answer error=over
pass 1d
expect no text
forget

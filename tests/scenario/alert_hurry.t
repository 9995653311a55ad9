# Urgency changes while somebody is asked, or has it.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms,\nkoor,coordinator,Kor,081311110004,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*\nbudi,*,00:00,24:00,*"
# Low: the next workday; a reminder at half time.
sms from +6281234567890 "halo, apakah kantor buka"
expect text P04 to +6281311110001
forget
pass 1m
# Triage to medium: the same person, six hours from now, one alert to answer.
officer urgency medium
expect text P04 to +6281311110001
expect no text
pass 1m
# High: five minutes.
officer urgency high
expect text P01 to +6281311110001
expect no text
expect no ring
pass 2m
# An emergency: all on duty, and phones ring.
sms from +6281234567890 "9"
expect ring to +6281311110001
expect text P01 to +6281311110001
expect text R04 to +6281234567890
expect text P01 to +6281311110002
pass 30s
expect ring to +6281311110002
# One answer is enough: it is one alert, however often it was said.
sms from +6281311110001 "ok"
expect text K03 to +6281311110002
expect no text
command alert.outcome {"alert":"<code>","outcome":"not_reached","by":"ani"}
expect result watch=owned owner=ani
forget

# A word of hers in a case that somebody has: that one hears of it, at most
# each ten minutes.
pass 11m
sms from +6281234567890 "saya di rumah"
expect text P01 to +6281311110001
forget
pass 1m
sms from +6281234567890 "halo"
expect no text
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"ani"}
expect result watch=done

# Done, and she writes again: first whoever had it.
pass 10m
sms from +6281234567890 "halo"
expect text P01 to +6281311110001
expect text P01 to +6281311110002   # an emergency still
forget
pass 1m
sms from +6281311110001 "ok"
forget
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"ani"}
pass 2h

# A low case that somebody has becomes high by her own words: asked afresh.
sms from +6281234567891 "halo, apakah kantor buka"
expect text P04 to +6281311110001
forget
sms from +6281311110001 "ya"
expect nothing
pass 10m
sms from +6281234567891 "suami saya memukul saya"
expect text P01 to +6281311110001
forget
pass 5m
expect text P01 to +6281311110002
sms from +6281311110002 "ya"
expect text K03 to +6281311110001
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"ani"}
expect result watch=done
forget

# Triage downwards: no text, and what is asked stays asked.
pass 1h
sms from +6281234567892 "suami saya memukul saya"
forget
pass 1m
officer urgency low reason "keliru"
expect answer error=none
expect no text
pass 4m
expect text P04
forget

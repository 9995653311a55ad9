# When the 3 x 24 hours of the law begin is the office's choice: with the first
# triage, here; a neighbour's report has none.
config siaga tpks_from = triage
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567801 "suami saya memukul saya"
forget
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"ani"}
pass 49h
expect no text
officer urgency high
forget
pass 47h
expect no text
pass 1h
expect text P02 to +6281311110001
sms from +6281311110001 "<code> ok"
expect no text
forget

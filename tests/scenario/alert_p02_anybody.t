# P02 is answered only by whom it went to: a cadre's text with the report's
# code marks nothing.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110012,P,*,sms,2222" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
sms from +6281311110001 "ok"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
pass 2d
forget
sms from +6281311110012 "<code:1> ok"
expect report 1 clocks.tpks.seen_at=none
forget

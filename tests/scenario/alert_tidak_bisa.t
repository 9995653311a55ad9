# "tidak bisa" is the commonest way to say no (our own text asks "Tidak bisa?"):
# it declines, and is no report.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
forget
sms from +6281311110001 "tidak bisa"
expect text P01 to +6281311110002
expect no text
expect reports 1
sms from +6281311110002 "<code> gak bisa"
expect reports 1
forget

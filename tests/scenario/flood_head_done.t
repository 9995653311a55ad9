# The card that stands for a flood is done, the flood goes on: what comes now
# has somebody to look at it (a new alert), and is not filed in silence.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
repeat 33
sms from +6281500{n} "halo, apakah kantor buka"
end
forget
command alert.outcome {"alert":"<code:31>","outcome":"contacted"}
expect result watch=done
forget
pass 2m
sms from +6281234567890 "saya perlu bicara dengan seseorang"
expect text P04 to +6281311110001
expect text R01 to +6281234567890
forget

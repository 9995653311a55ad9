# A flood of low reports is one card and one alert; who becomes high in it is
# alerted for herself.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
31 times sms from +6281100{n} "halo, apakah kantor buka"
sms from +6281200001 "halo, apakah kantor buka"
forget
repeat 40
sms from +6281500{n} "halo, apakah kantor buka"
end
forget
command alert.list {"open":true}
sms from +6281200001 "suami saya memukul saya"
expect text P01
sms from +6281500{n} "halo"
forget
sms from +62815000007 "halo"
sms from +62815000040 "halo"
sms from +6281500{n} "halo"
forget

# HAPUS YA from a later conversation: her cadre is told at once that nothing
# is to be done, for every report of the number (I12).
import villages.csv "code,name,kecamatan,aliases\n99.01.01.2001,Sukamaju,Lembah,\n99.01.01.2002,Sukamulya,Lembah," people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110002,P,99.01.01.2002,sms,4711" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "9"
officer confirm reporter self consent K cadre yes village 99.01.01.2001
pass 1m
forget
sms from +6281234567890 "HAPUS YA"
pass 1m
expect text K03 to +6281311110002
forget

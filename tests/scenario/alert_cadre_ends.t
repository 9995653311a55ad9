# How a cadre's alert ends otherwise: consent withdrawn and given again, nobody
# calls her, what she met, people who must not hear of it.
import villages.csv "code,name,kecamatan,aliases,population,timezone\n1,Sukamaju,Lembah,,2000,\n2,Sukamulya,Lembah,,1800,\n3,Kecil,Bukit,,400,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nrini,cadre,Rini,081311110012,P,1,sms,2222\ntuti,cadre,Tuti,081311110013,P,1;2,sms,3333\nwati,cadre,Wati,081311110014,P,3;1,sms,4444\nyuni,cadre,Yuni,081311110015,P,2,sms,5555" duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '1'"
restart
pass 10s
sms from +6281311110001 "<code> ok"
forget
# An emergency: at once, and all of them.
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110012
expect text K01 to +6281311110013
expect text K01 to +6281311110014
# Withdrawn: told so, and nothing more; her answer comes to nothing.
officer confirm consent none
expect text K03 to +6281311110014
expect text K03 to +6281311110013
expect text K03 to +6281311110012
pass 1m
sms from +6281311110012 "<alert:rini> y"
expect text K03 to +6281311110012
expect no text
pass 2m
# Given again: from the beginning.
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110012
expect text K01 to +6281311110013
expect text K01 to +6281311110014
sms from +6281311110013 "<alert:tuti>y"
expect text K03 to +6281311110014
expect text K03 to +6281311110012
expect text K02 to +6281311110013
expect text P05 to +6281311110001
# Withdrawn after she accepted, and after the officer called.
officer confirm consent none
expect text K03 to +6281311110013
expect no text
pass 5m
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110012
expect text K01 to +6281311110013
expect text K01 to +6281311110014
sms from +6281311110014 "y <alert:wati>"
expect text K03 to +6281311110013
expect text K03 to +6281311110012
expect text K02 to +6281311110014
expect text P05 to +6281311110001
command alert.outcome {"alert":"<alert:wati>","outcome":"called","by":"ani"}
expect answer error=none
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"ani"}
officer confirm consent none
expect text K03 to +6281311110014
sms from +6281311110014 "<alert:wati> 4444 4"
pass 27h
expect no text
forget

# Who is excluded, or of her household, is not asked: one is left, who would be
# known, so one of another village is asked; nor who was removed or is away
# meanwhile.
pass 2d
sms from +6281234567891 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '1' WHERE id = (SELECT max(id) FROM report)"
restart
sms from +6281311110001 "<code> ok"
command people.kin {"person":"rini","other":"tuti"}
expect answer error=none
command report.exclude {"code":"<code>","person":"tuti"}
expect answer error=none
forget
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110015
expect no text
# In mid-alert: the next one at once; here there is none, so the officer.
command report.exclude {"code":"<code>","person":"yuni"}
expect text K03 to +6281311110015
forget
pass 1m
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget

# With a removed one.
pass 3h
sms from +6281234567892 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '1' WHERE id = (SELECT max(id) FROM report)"
restart
sms from +6281311110001 "<code> ok"
forget
officer confirm reporter self consent K cadre yes
expect text K01 to +6281311110012
expect text K01 to +6281311110013
expect text K01 to +6281311110014
# Two are left of that village: each of them would be known, so one of another
# is asked as well, and told where; then she is away.
does people.remove rini reason "pindah"
pass 1s
expect text "Info Kader <alert:yuni>: ada tugas di Sukamaju. Balas <alert:yuni> Y bisa, <alert:yuni> T tidak, atau miskol 1x bila bisa. Jangan datang dulu, tunggu telepon." to +6281311110015
sms from +6281311110015 "<alert:yuni> bisa"
expect text K03 to +6281311110014
expect text K03 to +6281311110013
expect text K02 to +6281311110015
expect text P05 to +6281311110001
import absence.csv "id,from,to,replacement\nyuni,2026-11-20,2026-12-22,\n"
pass 1s
expect text K03 to +6281311110015
expect text P01 to +6281311110001
expect ring to +6281311110001
# The officer herself is removed: the same.
import people.csv "id,role,name,number,sex,villages,channels,pin\nbudi,officer,Budi,081311110002,L,*,sms,"
does people.remove ani reason "pindah"
pass 1s
expect text P01 to +6281311110002
pass 31s
expect ring to +6281311110002
forget
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
forget

# Few people live there: the kecamatan instead. And nobody knows where: no
# cadre, only the officer.
import absence.csv "id,from,to,replacement\n" replace
pass 3h
sms from +6281234567893 "9"
forget
stop
sql siaga.db "UPDATE report SET village = '3' WHERE id = (SELECT max(id) FROM report)"
restart
sms from +6281311110002 "<code> ok"
forget
officer confirm reporter self consent K cadre yes
expect text "Info Kader <alert:tuti>: ada tugas di Bukit. Balas <alert:tuti> Y bisa, <alert:tuti> T tidak, atau miskol 1x bila bisa. Jangan datang dulu, tunggu telepon." to +6281311110013
expect text K01 to +6281311110015
command report.close {"code":"<code>","by":"Sari","reason":"uji"}
expect text K03 to +6281311110002
expect text K03 to +6281311110015
expect text K03 to +6281311110013
pass 3h
sms from +6281234567894 "9"
forget
sms from +6281311110002 "<code> ok"
forget
officer confirm reporter self consent K cadre yes
expect text P01 to +6281311110002
forget
pass 1h
forget

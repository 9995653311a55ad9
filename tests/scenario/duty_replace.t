# --replace: what is not in the file leaves; who holds a key does not.
who first
import shipped
no gap
does key.init ratna name "Ratna"
who nobody
import people.csv
expect answer error=locked
unlocks ratna
import people.csv "id,role,name,number,sex,villages,channels,pin\nsari,officer,Sari,+6281000000011,P,*,sms,\n" replace
faults 1
fault "people.csv:1: ratna holds a key and is not in this file; add the line, or first: siaga people remove ratna"
# A key is made for its role.
import people.csv "id,role,name,number,sex,villages,channels,pin\nratna,officer,Ratna,+6281000000001,P,*,sms,\n"
faults 1
fault "people.csv:2: ratna holds a key as supervisor, which is made for that role; first: siaga key revoke ratna"
# A village that somebody serves, or is on duty in.
import duty.csv "id,days,from,to,area\nsari,mon,08:00,09:00,99.01.01.2001\n"
expect result written=yes
import villages.csv "code,name,kecamatan,aliases\n99.01.02.2001,Kalisari,Bukit,\n" replace
fault "villages.csv:1: village 99.01.01.2001 is not in this file, but aminah serves it"
fault "villages.csv:1: 99.01.01.2001 is not in this file, but sari is on duty there"
fault "villages.csv:1: lembah is not in this file, but wulan is on duty there"
# All together it goes.
import villages.csv "code,name,kecamatan,aliases\n99.01.02.2001,Kalisari,Bukit,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nratna,supervisor,Ratna,+6281000000001,P,*,sms,\nsari,officer,Sari,+6281000000011,P,*,sms,4711\n" duty.csv "id,days,from,to,area\nsari,*,00:00,24:00,*\n" replace
expect result written=yes kinds.villages.left=5 kinds.people.left=11
gap "no cadre in all villages"
command duty {}
told officers only sari ratna
# Who has left keeps the name in the history, and may come back.
command people.list {"all": true}
expect result 1.id=agus 1.villages=none
import people.csv "id,role,name,number,sex,villages,channels,pin\nagus,cadre,Agus,+6281000000107,L,99.01.02.2001,sms,\n"
expect result written=yes
command village.show {"village": "kalisari"}
expect result cadres=1
# Only people of staffing import.
does people.add budi role officer name "Budi"
does key.officer budi
unlocks budi
import people.csv
expect answer error=forbidden

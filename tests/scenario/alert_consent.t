# By webhook as by text: who is no office is asked about a report only while
# her consent is in force, and never told its code (I5, I6). Who could only be
# asked by such a destination is passed over meanwhile.
config webhook polsek recipient = police
config webhook polsek fields = code reference village
config webhook polsek events = alert.*
config webhook posko recipient = cadre
config webhook posko events = alert.*
import villages.csv "code,name,kecamatan,aliases,population,timezone\nv1,Sukamaju,Lembah,,2140,\nv2,Kalisari,Bukit,,412,\nv3,Sidomulyo,Lembah,,3020,\n" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,,P,*,webhook:polsek,\nkoor,coordinator,Kor,081311110003,P,*,sms,\naminah,cadre,Aminah,,P,v1;v2,webhook:posko,\nrini,cadre,Rini,,P,v1;v2,webhook:posko,\nsiti,cadre,Siti,,P,v1;v2,webhook:posko,\ntuti,cadre,Tuti,,P,v3,webhook:posko," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
repeat 4
  sms from +628123456{n} "AMAN"
  sms from +628123456{n} "1"
  sms from +628123456{n} "IZIN"
  sms from +628123456{n} "KP"
end
sms from +6281234560001 "YA"
sms from +6281234560002 "YA"
sms from +6281234560003 "BEDA"
sms from +6281234560004 "YA"
expect text P04 to +6281311110003
forget
stop
sql siaga.db "UPDATE report SET village = iif(id = 2, 'v2', 'v1')"
restart

# Provisional is not yet: no cadre is asked at 13, and the officer on duty, whom
# only the police's destination reaches, has been passed over.
pass 5h
expect no webhook
officer 1 confirm consent KP
officer 2 confirm consent KP
officer 3 confirm consent KP
forget

# At 16 cadres are asked, and the coordinator's six hours are over. She serves
# two villages: she is told which, and of the small one the kecamatan alone.
webhook posko answers 500
webhook polsek answers 500
pass 1h
expect webhook alert.raised to posko part=cadre state=raised code=none reference=none urgency=none emergency=none village=Sukamaju
expect webhook alert.raised to posko village=Bukit
expect webhook alert.raised to posko village=Sukamaju
expect webhook alert.raised to polsek part=officer state=raised code=none urgency=none village=Sukamaju
expect webhook alert.raised to polsek village=Bukit
expect webhook alert.raised to polsek village=Sukamaju
expect webhook gateway.alarm alarm=nobody_answers
forget

# Taken back meanwhile: it does not leave any more. What a cadre of another
# village is asked waits on, whatever else happens to that report.
officer 2 confirm consent none
officer 3 confirm phone own
command outbox.list {"state":"dropped"}
expect result 1.destination=polsek 1.event=alert.raised 1.error=consent_withdrawn 2.destination=posko 2.event=alert.raised 2.error=consent_withdrawn 3.id=none
forget
webhook posko answers 200
pass 1m
expect webhook alert.raised to posko again village=Sukamaju code=none
expect webhook alert.raised to posko again village=Sukamaju
forget

# To be erased: only the office hears of it. To be told less by now: looked at
# again just before it leaves.
crash
config webhook polsek fields = code
restart
sms from +6281234560001 "HAPUS"
sms from +6281234560001 "HAPUS YA"
expect report 1 state=erase_pending
forget
webhook polsek answers 200
pass 10m
expect webhook alert.raised to polsek again part=officer state=raised village=none code=none
expect no webhook
command outbox.list {"state":"dropped"}
expect result 3.destination=polsek 3.error=erase_pending
forget

# Every fault of every file is named with its line, and then nothing is
# written.
import people.csv villages.csv "code,nama,kecamatan,aliases\n1,x,y,z\n" duty.csv "id,days,from,to,area\nsari,xx,25:00,08:00,Lemah\n"
fault "villages.csv:1: column name is missing in a file of villages"
fault "villages.csv:1: unknown column \"nama\" in a file of villages, expected: code name kecamatan aliases [population] [timezone]"
fault "duty.csv:2: days are \"xx\", expected such as mon-fri, sat, or *"
fault "duty.csv:2: from is \"25:00\", expected 00:00 to 23:59"
fault "duty.csv:2: unknown area \"Lemah\""
fault "people.csv:8: unknown village \"99.01.01.2001\", expected a code"
expect doctor "there is no duty roster"
command people.list {}
expect result 1=none

import villages.csv "code,name,kecamatan,aliases,population,timezone\n,A,B,\"\",,\na b,A,B,,,\n1,,,\"\",-3,\n2,A,B,,x,Asia/Atlantis\n2,A,B,,,\n3,A\n"
faults 9
fault "villages.csv:2: \"\" is no code, expected 1 to 20 letters"
fault "villages.csv:3: \"a b\" is no code"
fault "villages.csv:4: no name"
fault "villages.csv:4: no kecamatan"
fault "villages.csv:4: population is \"-3\", expected a whole number"
fault "villages.csv:5: unknown timezone \"Asia/Atlantis\", expected Asia/Jakarta"
fault "villages.csv:6: 2 stands in villages.csv:5 too"
fault "villages.csv:7: 2 cells, expected 6"

import shipped
expect result written=yes
# People: what each cell may be.
import people.csv "id,role,name,number,sex,villages,channels,pin,from,to\nSari,officer,S,+6281000000021,P,*,sms,,,\nsari,petugas,,081,X,99.01.01.2009,fax,12,21/11/2026,\nx,cadre,X,,P,,,1234567890,2026-11-21,2026-11-20\ny,officer,Y,6.28E+12,P,Kalisari,sms;webhook:distrct,,,2026-02-30\nz,officer,Z,+6281200000001,P,*,sms,,,\nz,officer,Z,,L,*,sms,,,\n"
fault "people.csv:2: \"Sari\" is no id, expected 1 to 32 of a-z 0-9 . _ -"
fault "people.csv:3: unknown role \"petugas\", expected officer"
fault "people.csv:3: no name"
fault "people.csv:3: no phone number"
fault "people.csv:3: sex is \"X\", expected P or L"
fault "people.csv:3: unknown village \"99.01.01.2009\", expected a code; the nearest known one is 99.01.01.200"
fault "people.csv:3: unknown channel \"fax\", expected sms or webhook:NAME"
fault "people.csv:3: expected a PIN of 4 to 8 digits"
fault "people.csv:3: from is \"21/11/2026\", expected a date such as 2026-11-21"
fault "people.csv:4: no village, expected codes or *"
fault "people.csv:4: no channel, expected sms or webhook:NAME"
fault "people.csv:4: to is before from"
fault "people.csv:5: no phone number, expected one such as +6281234567890 (in a spreadsheet: format the column as text)"
fault "people.csv:5: unknown village \"Kalisari\", expected a code; the village of that name has the code 99.01.02.2001"
fault "people.csv:5: there is no [webhook distrct] in siaga.conf; the nearest known one is district"
fault "people.csv:5: to is \"2026-02-30\", expected a date"
fault "people.csv:6: this is the hotline's own number"
fault "people.csv:7: channel sms, but no number"
fault "people.csv:7: z stands in people.csv:6 too"
# A number is one person's, also of those who are not in the file.
import people.csv "id,role,name,number,sex,villages,channels,pin\nnew,officer,N,081000000011,P,*,sms,\nother,officer,O,+62 810-0000-0011,P,*,sms,\n"
faults 2
fault "people.csv:3: this number stands in people.csv:2 too"
fault "people.csv:2: this number is that of sari already"
# Hours and absences.
import duty.csv "id,days,from,to,area\nsarri,mon,08:00,16:00,*\nsari,mon,24:00,16:00,99.01.01.2001;Lembh\nsari,mon,08:00,08:00,\ntono,mon,08:00,24:01,*\n" absence.csv "id,from,to,replacement\nsari,2026-11-22,2026-11-21,sari\nbudi,,2026-11-21,aminah\nwulan,2026-11-21,2026-11-21,ratn\n"
fault "duty.csv:2: unknown person \"sarri\"; the nearest known one is sari"
fault "duty.csv:3: from is \"24:00\", expected 00:00 to 23:59"
fault "duty.csv:3: unknown area \"Lembh\", expected the code of a village or the name of a kecamatan; the nearest known one is lembah"
fault "duty.csv:4: from and to are the same, expected 00:00 to 24:00 for a whole day"
fault "duty.csv:4: no area"
fault "duty.csv:5: tono is administrator and is told of no case"
fault "duty.csv:5: to is \"24:01\", expected 00:00 to 24:00"
fault "absence.csv:2: to is before from"
fault "absence.csv:2: sari cannot stand in for themselves"
fault "absence.csv:3: from is \"\", expected a date"
fault "absence.csv:3: aminah is cadre and may not be told what budi, officer, is told"
fault "absence.csv:4: unknown person \"ratn\"; the nearest known one is ratna"
import institutions.csv "id,name,kind,duties,mou_until,webhook\nrs,,hospital,a,soon,x\n"
faults 4
fault "institutions.csv:2: no name"
fault "institutions.csv:2: unknown kind \"hospital\", expected office, health"
fault "institutions.csv:2: mou_until is \"soon\", expected a date"
fault "institutions.csv:2: there is no [webhook x]"
# What a file is.
import list.csv "x,y\n1,2\n"
fault "list.csv:1: neither its name nor its first line says what it is"
import list.csv "id,days,from,to,area\nsari,mon,08:00,09:00,*\n"
expect result written=yes kinds.duty.rows=1
import people.csv ""
fault "people.csv:1: nothing is in it, expected a first line that names the columns"
import people.csv "id,role,name,number,sex,villages,channels\nx\"y\n"
fault "people.csv:1: column pin is missing in a file of people"
fault "people.csv:2: a quote in a wrong place"
# Of all these nothing was written.
command duty {"at": "2026-11-24T08:00"}
told officers dewi
command people.list {}
expect result 13.id=wulan 14=none
# Somebody else's import, or one that is over.
command import {"token": "0123456789abcdef"}
expect answer error=no_import
command import.add {"file": "people.csv", "data": "x", "token": "z"}
expect answer error=no_import
# What looks like a formula is a name.
import people.csv "id,role,name,number,sex,villages,channels,pin\nf,officer,=1+1,+6281000000099,L,*,sms,\n"
expect result written=yes

# Rosters are imported, and say who would be told of a case, and why.
secret "+6281000000101"
secret "81000000011"
# Without a roster siaga doctor fails.
expect doctor "there is no duty roster"
import shipped
expect result written=yes kinds.villages.rows=6 kinds.people.rows=13 kinds.duty.rows=5
no gap
expect no doctor "duty"
expect no doctor "cadre"

# Saturday, 10:00 in Jakarta: Ratna; then whoever is next.
command duty {}
told officers only ratna dewi budi sari wulan
command duty {"village": "kalisari"}
told officers ratna
told cadres only rini tuti agus ratna dewi budi sari wulan
# Across midnight, and 24:00.
command duty {"at": "2026-11-22T03:00"}
told officers wulan
command duty {"at": "2026-11-22T22:59"}
told officers dewi
command duty {"at": "2026-11-22T23:00"}
told officers wulan
command duty {"at": "2026-11-23T07:00"}
told officers sari
command duty {"at": "2026-12-25T08:00"}
told officers ratna
others officers sari away
# Two villages of one name are not guessed between.
command duty {"village": "sidomulyo"}
expect result candidates.1.code=99.01.01.2003 candidates.2.code=99.01.02.2003
command duty {"village": "sidomulyo kec lembah"}
told cadres lestari siti joko
command duty {"village": "atlantis"}
expect answer error=not_found
command duty {"at": "tomorrow"}
expect answer error=bad_arguments
command duty {"week": true, "village": "99.01.02.2001"}
expect result week.officers.1.people.1=wulan week.officers.1.to=420 week.cadres.1.people.3=agus
command village.list {}
expect result 1.code=99.01.01.2001 1.cadres=3
command village.show {"village": "kali sari"}
expect result population=412 people.1.id=agus

# A line again changes what it says; the rest stays.
import duty.csv "id;days;from;to;area\nsari;mon-fri;07:00;15:00;Bukit\n"
expect result written=yes
gap "mon 07:00 to mon 15:00, tue 07:00 to tue 15:00, wed 07:00 to wed 15:00, thu 07:00 to thu 15:00, fri 07:00 to fri 15:00: nobody is on duty in Sukamaju (99.01.01.2001), Sukamulya (99.01.01.2002), Sidomulyo (99.01.01.2003)"
expect doctor "nobody is on duty in Sukamaju"
command duty {"at": "2026-11-23T08:00", "village": "sukamaju"}
expect result officers.fallback=yes
told officers dewi
# Who is gone leaves a gap, named with who is told instead.
does people.remove wulan reason "pindah"
command duty {"at": "2026-11-22T03:00"}
expect result officers.fallback=yes
told officers only dewi budi sari ratna
expect doctor "sat 23:00 to sun 07:00"
# Few cadres, and none.
import people.csv "id,role,name,number,sex,villages,channels,pin\nrini,cadre,Rini,+6281000000105,P,99.01.02.2002,sms,\n"
gap "only two cadres in Kalisari (99.01.02.2001), Sidomulyo (99.01.02.2003)"
does people.remove tuti reason "pindah"
does people.remove agus reason "pindah"
expect doctor "no cadre in Kalisari (99.01.02.2001), Sidomulyo (99.01.02.2003)"
# Nobody who serves, a term that begins later, one who is away without anybody.
import people.csv "id,role,name,number,sex,villages,channels,pin,from,to\nrini,cadre,Rini,+6281000000105,P,99.01.02.2002,sms,,2026-12-01,\n" absence.csv "id,from,to,replacement\njoko,2026-11-20,2026-11-22,\n"
command duty {"village": "karang anyar"}
expect result cadres.fallback=yes
others cadres rini not_yet
command duty {"village": "sukamaju"}
others cadres joko away

# It stays through a crash.
crash
restart
command duty {"at": "2026-11-23T16:00"}
told officers budi
expect no log "Rini"

# The receipt of an erasure: times and roles, no name; it needs no key.
heartbeat 1h
config backup dir = /nonexistent/siaga-backup
who first
does key.init sari name "Sari Dewi"
unlocks sari
does people.add budi role officer name "Budi"
does key.officer budi
who nobody
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567802 "suami saya memukul saya"
expect text R04 to +6281234567802
sms from +6281234567803 "saya dipukul suami"
expect text R04 to +6281234567803
sms from +6281234567804 "halo, saya mau tanya"
expect text R01 to +6281234567804
unlocks sari
does report.urgency report 1 urgency low
does lock
who nobody
does report.receipt report 1
expect answer error=state
sms from +6281234567801 "HAPUS YA"
expect text R22 to +6281234567801
sms from +6281234567802 "HAPUS YA"
expect text R22 to +6281234567802
forget

does report.receipt report 1
expect result document=receipt language=id
expect paper "| Diminta pada | 2026-11-21 10:00 WIB |"
expect paper "| Diminta oleh | orang yang menulis, lewat SMS (HAPUS YA) |"
expect paper "| Isinya tersembunyi sejak | 2026-11-21 10:00 WIB |"
expect paper "| Batas waktu (3 x 24 jam) | 2026-11-24 10:00 WIB |"
expect paper "| Diputuskan oleh | belum ada |"
expect paper "BELUM DIPUTUSKAN"
expect paper "Jangan pernah"
expect no paper "8123456"
expect no paper "kantor buka"

# Decided by officers: one refuses, one erases.
pass 2h
unlocks sari
does report.erase report 2 refuse reason "ia diancam"
does lock
unlocks budi
does report.erase report 3 reason "ia minta, langsung"
does lock
who nobody
does report.receipt report 2 language en
expect paper "| Asked for at | 2026-11-21 10:00 WIB |"
expect paper "| Decided at | 2026-11-21 12:00 WIB |"
expect paper "| Decided by | a supervisor |"
expect paper "Art. 41(2); access likewise Art. 33"
expect paper "| Keys deleted on the box | none |"
expect paper "REFUSED"
expect no paper "diancam"
expect no paper "budi"
does report.receipt report 3 language en
expect paper "| Asked for by | nobody by SMS; somebody of the office began it |"
expect paper "| Decided by | an officer |"
expect paper "| Keys deleted on the box | 2026-11-21 12:00 WIB |"
expect paper "| Backup of keys replaced | not yet |"
expect paper "INCOMPLETE"
expect no paper "Budi"

# By the deadline; and by what the configuration says.
pass 69h
does report.receipt report 1 language en
expect paper "| Decided by | the box, by the deadline"
expect paper "| Decision | erased |"
unlocks sari
does report.close report 4 reason "selesai"
does lock
who nobody
stop
pass 731d
restart
pass 1m
does report.receipt report 4 language en
expect paper "| Asked for by | nobody; the time for which it may be kept was over |"
expect paper "| Deadline (3 x 24 hours) | none |"
expect paper "| Decided by | the box, by the retention periods of its configuration |"
expect no paper "sari"
command report.receipt {"code":"ZZZZ"}
expect answer error=not_found
does report.receipt report 4 language jv
expect answer error=bad_arguments
forget

# The whole life of the office's keys: the first supervisor, a second officer,
# one who leaves, a forgotten passphrase.
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect webhook report.filed
expect report 1 messages=1

# Whoever has not the file of the first start becomes nobody.
does key.init sari
expect answer error=bad_key
who first
does key.init sari name "Sari"
expect result readers=1 supervisors=1 first_officer_key=no
expect no log "kata sandi"

# The first key is gone from the box and opens nothing.
who first
expect answer error=none
who nobody
does report.urgency report 1 urgency medium reason "sudah ditelepon"
expect answer error=locked

unlocks sari passphrase "kata sandi yang salah"
expect answer error=bad_passphrase
unlocks sari
expect result person=sari role=supervisor minutes=5
expect report 1 messages=1
expect message 1 of report 1 "suami saya memukul saya"

# A second officer; the key opens what came before it.
does key.officer budi
expect answer error=not_found
does people.add budi role officer name "Budi"
does key.officer budi
expect result readers=2 supervisors=1
unlocks budi
expect message 1 of report 1 "suami saya memukul saya"
does key.revoke sari reason "coba"
expect answer error=forbidden

# She assigns it to herself: Budi no longer opens it, and cannot act in it.
who sari
does report.assign report 1 to sari
expect answer error=none
who budi
expect report 1 not_assigned=yes
does report.close report 1 reason "coba"
expect answer error=not_assigned
does report.reveal report 1 reason "coba"
expect answer error=not_assigned

# A forgotten passphrase: a supervisor gives a new one; what was assigned
# opens again.
who sari
does report.assign report 1 to budi
does people.add budi role supervisor
expect answer error=has_key
does key.officer budi
who budi
does report.reveal report 1 reason "menelepon balik"
expect answer error=locked
unlocks budi
expect message 1 of report 1 "suami saya memukul saya"
does report.reveal report 1 reason "menelepon balik"
expect answer error=none

# Budi leaves. The next report opens for those who stay.
who sari
does people.remove budi reason "pindah tugas"
does key.revoke sari reason "pindah tugas"
expect answer error=last_key
unlocks budi
expect answer error=bad_passphrase
sms from +6281299999999 "saya dipukul suami"
expect text R04 to +6281299999999
who sari
expect message 1 of report 2 "saya dipukul suami"
expect message 1 of report 1 "suami saya memukul saya"

# Unused for five minutes it locks by itself.
pass 6m
expect report 2 sealed=none
does report.assign report 2 to sari
expect answer error=locked

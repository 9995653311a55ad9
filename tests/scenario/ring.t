# The box rings a person's own phone: siaga people ring, by the box's modem.
who first
does key.init sari name "Sari"
unlocks sari
does people.add sari role supervisor number 081211111111
does people.add budi role officer number 081222222222
does people.add tono role cadre
does key.officer budi

# Only who is there, and only with a number.
does people.ring tono
expect answer error=no_number
does people.ring nobody
expect answer error=not_found
who nobody
does people.ring sari
expect answer error=locked
expect no ring

# Half a minute, one phone at a time; no number in the log or the audit.
who sari
does people.ring sari
expect result person=sari seconds=30
expect ring to +6281211111111 by a
does people.ring budi
expect answer error=busy
pass 29s
expect no log "ring.outcome"
pass 1s
expect log "event=ring.outcome person=sari modem=a outcome=rang seconds=30"

# An officer rings nobody else.
unlocks budi
does people.ring sari
expect answer error=forbidden
modem answers ring answered after 3s once
does people.ring budi
expect ring to +6281222222222
pass 3s
expect log "person=budi modem=a outcome=answered"
modem answers ring busy once
does people.ring budi
expect ring to +6281222222222
expect log "outcome=busy"

# The modem is busy at first; or will not at all.
modem answers ring refused 2 times
does people.ring budi
expect no ring
pass 2s
expect ring to +6281222222222
pass 30s
expect log "outcome=rang"
modem answers ring refused_for_good once
does people.ring budi
expect no ring
expect log "person=budi modem=a outcome=failed"

# It is not ready: kept for a minute, then dropped.
modem state no_sim
does people.ring budi
pass 30s
expect no ring
modem state ready
expect ring to +6281222222222
pass 30s
modem state no_sim
expect log "outcome=rang"
does people.ring budi
pass 1m
expect log "outcome=not_started"
modem state ready
expect no ring

# Its program dies, or says nothing: one end each, and the next ring goes.
modem answers ring gone once
does people.ring budi
expect ring to +6281222222222
expect log "outcome=failed"
pass 1s
modem answers ring silent once
does people.ring budi
expect ring to +6281222222222
pass 89s
expect no log "ring.outcome"
pass 1s
expect log "outcome=failed"
does people.ring budi
expect ring to +6281222222222
modem says {"f":"modem.rang","id":900001,"of":17,"outcome":"busy"}
expect no log "ring.outcome"
pass 30s
expect log "outcome=rang"

# Texts of emergencies are handed over first, others are not waited for.
pass 1m
modem answers sent after 5s
modem state no_sim
sms from +6281234567890 "halo, apakah kantor buka"
sms from +6281234567891 "9"
sms from +6281234567892 "9"
modem state ready
expect text R04 to +6281234567891
expect no ring
pass 5s
expect text R04 to +6281234567892
expect no ring
pass 5s
expect text P01 to +6281222222222
expect no ring
pass 5s
expect text P01 to +6281222222222
expect ring to +6281222222222   # once for all that she is asked
pass 5s
expect text P04 to +6281222222222
pass 5s
expect text R01 to +6281234567890
pass 20s
expect no ring
command report.close {"code":"<code:2>","by":"Sari","reason":"uji"}
command report.close {"code":"<code:3>","by":"Sari","reason":"uji"}
pass 1m
forget

# A disk that is full: the command fails and nobody is rung.
disk full
does people.ring budi
expect answer error=store
disk fine
pass 1m
expect no ring
does people.ring budi
expect ring to +6281222222222
pass 30s
expect log "outcome=rang"

# A full disk, and one that can no longer be trusted, while a phone rings.
does people.ring budi
expect ring to +6281222222222
disk full
pass 40s
disk fine
pass 10s
expect log "outcome=rang"
modem answers ring silent once
does people.ring budi
expect ring to +6281222222222
disk syncs fail
sms from +6281234567893 "halo, apakah kantor buka"
pass 3m
disk fine
restart
pass 1m
forget

# A restart forgets it.
unlocks budi
modem state no_sim
does people.ring budi
restart
modem state ready
pass 2m
expect no ring
unlocks sari
does people.add wati role auditor
does key.officer wati
unlocks wati
expect audit budi people.ring

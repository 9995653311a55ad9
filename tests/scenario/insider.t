# An officer who is curious: what is not his does not open, what he reads is
# on record where he does not see it, and many at once takes two people.
heartbeat 1h
who first
does key.init ratna
unlocks ratna
does people.add sari role officer
does people.add budi role officer
does people.add agus role auditor
does people.add tini role supervisor
does key.officer sari
does key.officer budi
does key.officer agus
does key.officer tini
60 times sms from +628120000{n} "suami saya memukul saya"
forget

# Triaged and assigned: one officer and the supervisors.
does report.assign report 1 to sari
expect answer error=none
unlocks budi
expect report 1 not_assigned=yes
expect message 1 of report 1 sealed=yes
expect message 1 of report 2 "suami saya memukul saya"
does report.assign report 1 to budi
expect answer error=not_assigned
does report.reveal report 2
expect answer error=reason
does audit.list
expect answer error=forbidden
does audit.verify
expect answer error=forbidden
who nobody
does audit.list
expect answer error=locked

# Reading a great many in an hour is told to the office.
who budi
2 times expect report {n:1}
forget
expect report 3
expect report 4
expect no webhook
39 times expect report 5
expect webhook gateway.alarm alarm=many_reads

# The export: asked by one, approved by another, read by the first alone.
does report.export
expect answer error=reason
pass 25h
forget
unlocks budi
does report.export reason "laporan tahunan"
expect webhook gateway.alarm alarm=export_asked
keep ticket
does report.export ticket given
expect answer error=not_approved
does report.export approve given
expect answer error=forbidden
unlocks sari
does report.export approve given
expect answer error=forbidden
unlocks tini
does report.export approve given
expect result approved=budi
does report.export ticket given
expect answer error=not_found
who budi
does report.export ticket given
expect answer error=none
# One that is not his is left out: 60 reports, and not report 1.
expect exported 59
pass 31m
unlocks budi
does report.export ticket given
expect answer error=not_found

# The auditor sees who read what, and reads nothing himself.
unlocks agus
does audit.verify
expect result good=yes
does audit.list
expect answer error=none
expect audit budi report.read
expect audit budi report.export
expect audit tini report.export
expect report 2 not_assigned=yes
does report.close report 2 reason "coba"
expect answer error=forbidden

# What somebody with the disk in hand changes shows; what the office was told
# shows even what is missing at the end.
pass 1h
expect webhook gateway.heartbeat audit.good=none
keep_head
stop
sql siaga.db refused "UPDATE audit SET actor = 'tini' WHERE id = 7"
sql siaga.db refused "DELETE FROM audit WHERE id > 20"
sql siaga.db refused "DELETE FROM act"
restart
unlocks agus
does audit.verify
expect result good=yes
stop
sql siaga.db "DROP TRIGGER audit_remains; DELETE FROM audit WHERE id > 20"
restart
unlocks agus
does audit.verify
expect result good=yes
does audit.verify count given_count head given_head
expect result good=no
stop
sql siaga.db "DROP TRIGGER audit_stays; UPDATE audit SET actor = 'tini' WHERE id = 7"
restart
unlocks agus
does audit.verify
expect result good=no broken_at=7

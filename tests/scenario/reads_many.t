# Every page that was opened is on record, the first one under any name; and
# many reads are counted by the person: a new session does not begin anew.
who first
does key.init sari
unlocks sari
does people.add agus role auditor
does people.add budi role officer
does key.officer agus
does key.officer budi
90 times sms from +6281100{n} "suami saya memukul saya {n}"
forget
unlocks budi
does report.show report 1 after 0
unlocks agus
expect audit budi report.read

unlocks sari
38 times does report.show report 1
does lock
unlocks sari
expect no log "session.many_reads"
3 times does report.show report 2 after 0
expect log "session.many_reads"
expect webhook gateway.alarm alarm=many_reads
unlocks agus
expect audit sari many_reads

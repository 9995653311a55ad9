# The stick is pulled out for more than an hour while a case is erased: the
# erasure is not complete, the office is told before the hour is over, and
# once; with the stick in again all is well within a minute.
stick in
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
sms from +6281234567891 "halo, apakah kantor buka"
expect text R01 to +6281234567891
who first
does key.init sari name "Sari"
unlocks sari
pass 2m
stick holds 2 1
stick out
forget
does report.erase report 1 reason "diminta"
expect webhook report.closed
expect answer error=none
expect webhook report.updated
pass 49m
expect no webhook
unlocks sari
expect report 1 state=erased erasure=incomplete
does doctor
expect log "backup.failed"
pass 2m
expect webhook gateway.alarm alarm=keys_backup
expect log "backup.late"
pass 2h
expect no webhook
# A day later it is told again.
pass 21h
forget
pass 1h
expect webhook gateway.alarm alarm=keys_backup

# The folder below the stick is there, and empty: nothing is written to it.
stick in
stick out, empty
pass 3m
stick holds 0 0
unlocks sari
expect report 1 erasure=incomplete

# The stick is in again.
stick in
pass 2m
unlocks sari
expect report 1 erasure=complete
stick holds 3 1
pass 1h
expect no webhook

# Somebody's key is taken away: due as well, also over a crash.
stick out
unlocks sari
does people.add budi role officer
expect answer error=none
does key.officer budi
pass 2m
crash
stick in
restart
pass 2m
stick holds 4 1

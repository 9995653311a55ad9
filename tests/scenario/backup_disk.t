# No room for the copy of the data: the file of keys is written all the same,
# for an erasure cannot wait. The box itself goes on.
stick in
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
pass 1m
stick holds 1 1
disk full in backup-data
officer urgency low
officer erase reason "diminta"
does backup
expect answer error=backup
expect log "backup.failed"
pass 1m
expect report 1 state=erased erasure=complete
does doctor
expect doctor "the newest backup failed"
sms from +6281234567891 "halo, apakah kantor buka"
expect text R01 to +6281234567891
stick holds 1 1
disk fine
does backup
expect answer error=none
stick holds 2 1
stick whole
# A crash between the erasure and the file of keys: it is not forgotten.
stick out
officer 2 urgency low
officer 2 erase reason "diminta"
crash
stick in
restart
pass 1m
expect report 2 erasure=complete
forget

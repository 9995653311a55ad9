# Without a folder no copy is made: an erasure is complete at once, for Siaga
# manages no file of keys that could hold it. The doctor says so.
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
officer urgency low
officer erase reason "diminta"
expect report 1 state=erased erasure=complete
does backup
expect answer error=no_folder
does backup to stick
expect answer error=bad_arguments
pass 3h
expect no log "backup.failed"
forget

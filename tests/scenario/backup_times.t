# Copies are made at the first start with a stick, every 24 hours, and of the
# keys at once after an erasure, which is complete then and not before.
heartbeat 1h
stick in
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
who first
does key.init sari name "Sari"
unlocks sari
pass 2m
stick holds 2 1
forget
pass 1h
expect webhook gateway.heartbeat generation=2
pass 22h
stick holds 2 1
pass 2h
stick holds 3 1
# A day each; seven stay.
pass 10d
stick holds 7 1

# Erased by its deadline: the file of keys is written anew.
unlocks sari
does report.erase report 1 reason "diminta"
expect answer error=none
expect report 1 state=erased
pass 2s
unlocks sari
expect report 1 state=erased erasure=complete
forget

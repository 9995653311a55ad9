# The keys of an erasure were kept, its rows were not: the next turn carries it
# out, and nobody is shown a report that opens no more as if it waited.
who first
does key.init sari
unlocks sari
sms from +6281111111111 "halo, apakah kantor buka"
forget
officer urgency low
does report.assign report 1 to sari
disk full in siaga.db
does report.erase report 1 reason "diminta"
expect answer error=store
disk fine
pass 11s
expect report 1 state=erased erasure=complete

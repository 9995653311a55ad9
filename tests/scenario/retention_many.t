# Many at once go in batches, with a rest between. A disk that is full loses
# nothing: what could not be written comes again.
config retention closed_days = 30
45 times sms from +62812345{n} "halo, apakah kantor buka"
45 times officer {n:1} close reason "selesai"
forget
expect report 45 state=closed
stop
pass 31d
restart
expect report 20 state=erased
expect report 21 state=closed
pass 70s
expect report 40 state=erased
expect report 41 state=closed
pass 70s
expect report 45 state=erased
expect figures 2026-11 low sms 45
forget

sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
officer close reason "selesai"
stop
pass 29d
pass 22h
restart
expect report state=closed
forget
disk full
pass 4h
disk fine
pass 61m
expect report state=erased
forget

# After the failure: everything is filed exactly once, nothing waits for ever
# on the SIM, the office has heard of all of it.
# the gate, which did not hear of it, says the input again
board up
gate again unheard
expect screen R04
pass 30m
expect sim 0
expect reports 8
expect quarantine 2
expect outbox sms queued 0
expect outbox sms sending 0
expect outbox webhook queued 0
expect outbox webhook sending 0
restart
pass 1h
expect sim 0
expect reports 8
sms from +6281234567899 "halo, semua baik lagi"
expect sim 0
expect reports 9
command backup
expect answer error=none
stick whole
forget

# I3: X comes while an answer is being handed over, and the modem then says it
# had not begun: the answer does not leave later. STOP is answered, once.
modem answers not_started after 5s once
sms from +6281234567890 "halo"
pass 1s
sms from +6281234567890 "X"
forget
pass 30m
expect nothing
modem answers not_started after 5s once
sms from +6281234567891 "halo"
pass 1s
sms from +6281234567891 "STOP"
pass 10s
forget
pass 30m
expect nothing

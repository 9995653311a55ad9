# The clock is set back a day (a wrong one is put right): 15 minutes are 15
# minutes all the same, an answer must not leave two hours late.
sms from +6281234567801 "halo, sebelum jam mundur"
expect text R01 to +6281234567801
modem answers not_started once
sms from +6281234567802 "halo, apakah ada orang"
modem state failed
clock jumps -23h
pass 2h
modem state ready
pass 10m
expect no text
expect outbox sms expired 1
forget

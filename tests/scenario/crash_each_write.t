# kill -9 just before each of the first 60 writes to the disk that her text
# causes: filed once, never answered twice, the office told.
repeat 60
crash at write {n:1}
sms from +6281100{n} "suami saya memukul saya {n}"
pass 1s
restart
pass 20m
expect sim 0
expect reports {n:1}
expect report messages=1 urgency=high
expect outbox webhook queued 0
end
forget

# kill -9 in every turn between her text and its delivery report, before and
# after its COMMIT: filed once, answered at most once, the office told.
repeat 8
crash in turn {n:1} before commit
sms from +6281100{n} "halo, ini pesan nomor {n}"
pass 1s
restart
pass 20m
expect sim 0
expect reports {n:1}
expect report messages=1
expect outbox webhook queued 0
end
forget
repeat 8
crash in turn {n:1} after commit
sms from +6281200{n} "halo, ini pesan nomor {n}"
pass 1s
restart
pass 20m
expect sim 0
expect report messages=1
expect outbox webhook queued 0
end
expect reports 16
forget

# The same on the way of a delivery report.
repeat 4
sms from +6281300{n} "halo, ini pesan nomor {n}"
crash in turn {n:1} before commit
delivery ok
pass 1s
restart
pass 1s
expect sim 0
expect outbox sms delivered {n:1}
end
repeat 4
sms from +6281400{n} "halo, ini pesan nomor {n}"
crash in turn {n:1} after commit
delivery ok
pass 1s
restart
pass 1s
expect sim 0
end
forget

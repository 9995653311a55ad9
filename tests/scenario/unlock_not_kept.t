# The session of an unlock whose turn is not kept ends: nobody knows it.
heartbeat 1h
who first
does key.init sari
unlocks sari
disk writes fail in siaga.db
repeat 70
unlocks sari
expect answer error=store
end
disk fine
pass 1s
unlocks sari
expect answer error=none

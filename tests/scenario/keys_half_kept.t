# The new key was kept, the record of it was not: the answer says what to try.
who first
does key.init sari
unlocks sari
disk full in siaga.db
command key.rotate {"passphrase":"kata sandi yang baru sekali"}
expect answer error=store
expect said "the keys may have changed although this could not be recorded: try the new passphrase"
disk fine
pass 1m
unlocks sari
expect answer error=bad_passphrase
unlocks sari passphrase "kata sandi yang baru sekali"
expect answer error=none

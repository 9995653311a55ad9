# Each code opens once, also while the disk is full.
config web listen = 127.0.0.1:8080
board up
who first
does key.init ratna
unlocks ratna
does people.add sari role officer name Sari
does key.officer sari
over board from 10.0.0.5
unlocks sari
does totp.begin
keep secret
does totp.confirm code given_code
expect answer error=none
pass 1m
who nobody
disk full
unlocks sari code given_code
expect answer error=none
who nobody
unlocks sari code given_code
expect answer error=bad_code

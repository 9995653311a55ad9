# the second factor of somebody else's first login: who learns a
# passphrase before its owner has logged in over the board sets up the factor,
# and the owner is locked out with nobody told.
config web listen = 127.0.0.1:8080
board up
who first
does key.init ratna
unlocks ratna
does people.add sari role officer name Sari
does key.officer sari
forget
over board from 10.0.0.66
unlocks sari
does totp.begin
keep secret
does totp.confirm code given_code
expect answer error=none
expect webhook gateway.alarm

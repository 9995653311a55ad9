# Who guesses waits, and nobody else: not the officer at her own screen.
config web listen = 127.0.0.1:8080
config web second_factor = none
board up
who first
does key.init ratna
over board from 10.0.0.5
unlocks ratna
expect answer error=none
does lock

# From elsewhere somebody guesses at her name.
over board from 10.0.0.66
who nobody
3 times unlocks ratna passphrase "bukan kata sandi ini"
expect answer error=bad_passphrase
unlocks ratna passphrase "bukan kata sandi ini"
expect answer error=bad_passphrase
unlocks ratna passphrase "bukan kata sandi ini"
expect answer error=throttled
expect said "wait 2 s"
pass 2s
unlocks ratna passphrase "bukan kata sandi ini"
expect answer error=bad_passphrase
unlocks ratna
expect answer error=throttled
expect said "wait 4 s"
# At any names: after ten wrong ones the place itself waits.
5 times unlocks sari passphrase "bukan kata sandi ini"
unlocks tono passphrase "bukan kata sandi ini"
unlocks budi passphrase "bukan kata sandi ini"
unlocks dewi passphrase "bukan kata sandi ini"
unlocks wulan passphrase "bukan kata sandi ini"
unlocks joko passphrase "bukan kata sandi ini"
expect answer error=throttled

# She comes in where she came in before, and at the terminal.
over board from 10.0.0.5
unlocks ratna
expect answer error=none
over terminal
unlocks ratna
expect answer error=none

# From many places at one name: new places wait, hers does not.
repeat 9
over board from 10.0.1.{n:1}
3 times unlocks ratna passphrase "bukan kata sandi ini"
end
over board from 10.0.9.9
unlocks ratna
expect answer error=throttled
over board from 10.0.0.5
unlocks ratna
expect answer error=none
over terminal
unlocks ratna
expect answer error=none

# Never for ever: a minute is the most.
over board from 10.0.0.66
pass 61s
unlocks ratna
expect answer error=none

# Who guesses at her name from the address that she comes from (loopback, a
# tunnel, the office's router) keeps her own browser waiting for nothing.
config web listen = 127.0.0.1:8080
config web second_factor = none
board up
who first
does key.init ratna
over board from 127.0.0.1
unlocks ratna
expect answer error=none
keep device
does lock
who nobody
10 times unlocks ratna passphrase "bukan kata sandi ini"
unlocks ratna
expect answer error=throttled
over board from 127.0.0.1 device given
unlocks ratna
expect answer error=none
does lock
# Each minute anew, and also when siagad knows nobody's place any more.
restart
board up
over board from 127.0.0.1
who nobody
repeat 12
unlocks a{n:1} passphrase "bukan kata sandi ini"
end
repeat 5
over board from 127.0.0.1
pass 61s
unlocks b{n:1} passphrase "bukan kata sandi ini"
pass 1s
unlocks ratna
expect answer error=throttled
over board from 127.0.0.1 device given
unlocks ratna
expect answer error=none
does lock
end

# Of its own it has as many wrong tries as anybody: a stolen one is no way in.
4 times unlocks ratna passphrase "bukan kata sandi ini"
unlocks ratna
expect answer error=throttled
# Nor is it anything at another name, nor what nobody gave.
unlocks budi passphrase "bukan kata sandi ini"
expect answer error=throttled

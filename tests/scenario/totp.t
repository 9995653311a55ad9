# A second factor: over the board nobody comes in without one; each code opens
# once; the phone lost, somebody who staffs the office takes it away.
config web listen = 127.0.0.1:8080
board up
who first
does key.init ratna
unlocks ratna
does people.add sari role officer name Sari
does key.officer sari

# Over the board, without one: a session that can set it up, and nothing else.
over board from 10.0.0.5
unlocks sari
expect result enrolling=yes
does session.show
expect result second_factor.required=yes second_factor.enrolled=no second_factor.enrolling=yes
does report.list
expect answer error=enrol_needed
does panic
expect answer error=enrol_needed
does totp.confirm code 123456
expect answer error=state
does totp.begin
expect answer holds "otpauth://totp/"
keep secret
does totp.confirm code 000000
expect answer error=bad_code
does report.list
expect answer error=enrol_needed
does totp.confirm code given_code
expect answer error=none
does report.list
expect answer error=none
does totp.begin
expect answer error=enrolled

# From now on it is asked for, here and at the terminal, after the passphrase.
who nobody
unlocks sari
expect answer error=code_needed
unlocks sari passphrase "bukan kata sandi ini"
expect answer error=bad_passphrase
unlocks sari code 12345
expect answer error=bad_code
# the one that confirmed it was used
unlocks sari code given_code
expect answer error=bad_code
pass 30s
unlocks sari code given_code
expect answer error=none
expect result enrolling=none
does report.list
expect answer error=none
who nobody
unlocks sari code given_code
expect answer error=bad_code
over terminal
pass 1m
unlocks sari
expect answer error=code_needed
unlocks sari code given_code
expect answer error=none

# A clock that is not set: at the box itself a passphrase is enough.
stop
clock unset
restart
board up
unlocks sari
expect answer error=none
over board
who nobody
unlocks sari
expect answer error=code_needed
clock set
over terminal

# The phone is lost.
who nobody
does totp.reset sari
expect answer error=locked
pass 1m
unlocks ratna
does totp.reset nobody
expect answer error=not_found
does totp.reset sari
expect result had=yes
does totp.reset sari
expect result had=no
over board
unlocks sari
expect result enrolling=yes


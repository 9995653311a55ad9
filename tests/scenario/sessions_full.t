# One person's logins end that person's oldest, and take nobody else's room.
config web listen = 127.0.0.1:8080
config web second_factor = none
board up
who first
does key.init ratna
unlocks ratna
does people.add ani role auditor name Ani
does key.officer ani
does people.add sari role officer name Sari
does key.officer sari
over board from 10.0.0.5
unlocks sari
expect answer error=none
over board from 10.0.0.7
unlocks ani
pass 1s
forget
7 times unlocks ani
expect no board
unlocks ani
expect board session person=ani what=ended
130 times unlocks ani
over board from 10.0.0.5
unlocks sari
expect answer error=none

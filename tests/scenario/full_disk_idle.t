# A session locks when she has gone, also while the disk is full.
config web listen = 127.0.0.1:8080
config web second_factor = none
board up
who first
does key.init ratna
unlocks ratna
does people.add sari role officer name Sari
does key.officer sari
sms from +6281234567801 "suami saya memukul saya"
forget
over terminal
unlocks sari
disk full
pass 20m
does session.show
expect answer error=locked

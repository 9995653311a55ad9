# A session is forgotten with the keys of its day, and by a panic: what is left of
# it would tell a seized box that there was one.
heartbeat 1h
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "2"
press "saya mau cerita"
press "0"
forget
pass 6d
forget
stop
sql siaga.db "CREATE TEMP TABLE left (n INTEGER CHECK (n = 0)); INSERT INTO left SELECT count(*) FROM ussd"
restart
board up
dial from +6281234567801
press "2"
press "saya mau cerita"
unlocks sari
does panic
forget
stop
sql siaga.db "CREATE TEMP TABLE left (n INTEGER CHECK (n = 0)); INSERT INTO left SELECT count(*) FROM ussd"

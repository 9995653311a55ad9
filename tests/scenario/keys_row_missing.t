# The keys are committed before the rows: after a crash between both, the
# supervisor's key must still let the supervisor in.
who first
does key.init sari
stop
sql siaga.db "DELETE FROM person"
restart
unlocks sari
expect result role=supervisor
does people.add budi role officer
expect answer error=none

# Somebody who makes a supervisor is not two people; the office hears of each
# key that sees everything.
heartbeat 1h
who first
does key.init sari
unlocks sari
sms from +6281111111111 "halo, apakah kantor buka"
forget
does report.export reason "x"
keep ticket
does people.add hantu role supervisor
forget
does key.officer hantu
expect webhook gateway.alarm alarm=new_supervisor_key
unlocks hantu
does report.export approve given
expect answer error=forbidden
pass 25h
unlocks sari
does report.export reason "x"
keep ticket
unlocks hantu
does report.export approve given
expect answer error=forbidden
pass 169h
unlocks sari
does report.export reason "x"
keep ticket
unlocks hantu
does report.export approve given
expect answer error=none
forget

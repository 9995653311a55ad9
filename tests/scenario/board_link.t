# siaga-web holds no key and no store: it is told what to serve, hears that
# something changed and never what, and its sessions end with its link.
config web second_factor = none
board refuses
expect log "event=web.refused cause=address_in_use"
expect doctor "the board is not served: address_in_use"
board down
expect doctor "the board is not served: siaga-web is not connected"
board up
expect log "event=web.serving"
expect no doctor "the board is not served"
expect no board

# Without a session only `unlock`; the first key as text is no way in either.
over board from 192.168.1.7
who nobody
command status
expect answer error=locked
command panic
expect answer error=locked
command report.list
expect answer error=locked
who first
command report.list
expect answer error=locked
over terminal
does key.init sari
unlocks sari
over board
command report.list
expect answer error=locked
unlocks sari
command report.list
expect answer error=none
# and its token is worth nothing elsewhere
over terminal
command lock
expect answer error=locked

# What changes is told once a turn, after the COMMIT: a code, no word of it.
forget
sms from +6281234567890 "tolong suami saya memukul saya"
expect text R04 to +6281234567890
expect board report code=<code> urgency=high state=new
expect board outbox code=<code> state=sending
expect board outbox code=<code> state=sent
over board
who sari
does report.urgency report 1 urgency low reason "salah kirim"
expect board report code=<code> urgency=low state=new
modem a down
expect board modem
forget
does people.add budi role officer name Budi
expect board duty

# A page that asks by itself keeps no session open; a person does.
over board quiet
pass 4m
command report.list
expect answer error=none
pass 2m
command report.list
expect answer error=locked
expect board session person=sari what=ended
over board
who nobody
unlocks sari
pass 4m
command report.list
pass 4m
command report.list
expect answer error=none

# The link ends: its sessions are over, and the next one knows none of them.
board down
board up
command report.list
expect answer error=locked
unlocks sari
command panic
expect answer error=none
expect board session person=sari what=ended
expect board panic
command report.list
expect answer error=panic
forget

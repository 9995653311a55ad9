# Tokens of scripts: what anybody without a key sees, of what they were given.
config web second_factor = none
board up
who first
does key.init ratna
unlocks ratna
sms from +6281234567801 "suami saya memukul saya"
forget
does token.add name peta scopes "reports, status"
expect answer error=none
keep token
does token.add name peta scopes reports
expect answer error=exists
does token.add name "nama buruk" scopes reports
expect answer error=bad_arguments
does token.add name x scopes "reports everything"
expect answer error=bad_arguments
does token.list
expect result 1.name=peta 1.added_by=ratna 1.used_at=none 2=none
expect answer lacks "siaga-token-"
secret "siaga-token-"

over board from 10.0.0.9
who token
does session.show
expect result token=peta
does report.queue
expect result rows.1.urgency=high rows.1.forced=none rows.1.last_at=none
does report.show report 1
expect result not_assigned=none triaged_at=none
expect answer lacks "memukul"
command status
expect answer error=none
command outbox.list
expect answer error=forbidden
command alert.list
expect answer error=forbidden
does report.note report 1 text x
expect answer error=forbidden
does report.find words memukul
expect answer error=forbidden
does token.list
expect answer error=forbidden
command panic
expect answer error=forbidden
over terminal
command panic
expect answer error=forbidden
who ratna
does token.list
expect result 1.used_at=2026-11-21T00:00:00Z
does token.remove name nobody
expect answer error=not_found
does token.remove name peta
expect answer error=none
over board
who token
command status
expect answer error=locked
over terminal

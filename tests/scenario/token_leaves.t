# who has left goes on reading with the token that she made for herself.
config web listen = 127.0.0.1:8080
config web second_factor = none
board up
who first
does key.init ratna
unlocks ratna
does people.add tono role administrator name Tono
does key.officer tono
unlocks tono
does token.add name cadangan scopes "reports alerts events"
keep token
unlocks ratna
does people.remove tono reason "pindah"
expect answer error=none
sms from +6281234567801 "suami saya memukul saya"
forget
over board from 10.0.0.9
who token
does report.queue
expect answer error=locked

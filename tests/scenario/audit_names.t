# A name that somebody gives without a session is not who did it: it stands in
# the detail, and the actor is nobody.
who first
does key.init sari
unlocks sari
does people.add agus role auditor
does key.officer agus
who nobody
command panic {"by":"sari"}
does panic.end sari
expect result locked=no
unlocks agus
does audit.list
expect audit - panic by=sari

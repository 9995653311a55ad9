# An emergency cannot be handed over to somebody whom neither a text nor a
# webhook reaches: whoever was asked would be told to leave it, and nobody asked.
import shipped
who first
does key.init ratna
unlocks ratna
does people.add nona role officer name Nona
does key.officer nona
does key.officer sari
sms from +6281234567803 "tolong dia bawa parang, saya dicekik"
forget
does report.handover report 1 to nona reason "saya pulang"
expect answer error=unreachable
does report.queue
expect result rows.1.unowned=yes
forget
# Nobody was told to leave it: it goes on as if nothing had been said.
pass 290s
expect no text
pass 1m
forget
unlocks ratna
command alert.accept {"alert":"<alert:ratna>"}
expect answer error=none
forget
does report.handover report 1 to nona reason "saya pulang"
expect answer error=unreachable
does report.queue
expect result rows.1.owner=ratna
expect no text

# The same of a report that is not urgent.
sms from +6281234567805 "anak saya hamil"
forget
does report.handover report 2 to nona reason "saya pulang"
expect answer error=unreachable
expect no text

# To whom a text reaches it goes.
does report.handover report 1 to sari reason "saya pulang"
expect answer error=none
expect text P01 to +6281000000011
expect text K03 to +6281000000001
forget

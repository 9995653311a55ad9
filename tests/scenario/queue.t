# The queue: what is open, in the order in which it is looked at; and searches
# over what is not sealed.
import shipped
who first
does key.init ratna
unlocks ratna
does key.officer budi
sms from +6281234567801 "halo, saya mau tanya"
pass 1s
sms from +6281234567802 "suami saya memukul saya"
sms from +6281234567803 "tolong dia bawa parang, saya dicekik"
sms from +6281234567804 "anak saya hamil"
forget
does report.queue
expect result rows.1.urgency=high rows.1.emergency=yes rows.1.unowned=yes
expect result rows.1.due=claim rows.1.unread=yes rows.1.owner=none
expect result rows.2.urgency=high rows.2.emergency=no
expect result rows.3.urgency=medium rows.4.urgency=low
expect result counts.emergency=1 counts.high=1 counts.medium=1 counts.low=1
expect result counts.unowned=4 counts.quarantine=0 counts.outbox_unknown=0
expect answer next=none

# A page at a time, without a gap and without a row twice.
does report.queue limit 2
expect result rows.1.emergency=yes rows.2.urgency=high rows.3=none
keep rows.2.code
expect answer next=1:1795230301:2
does report.queue limit 2 after 1:1795230301:2
expect result rows.1.urgency=medium rows.2.urgency=low rows.3=none counts=none
expect answer next=none

# Each filter, and several at once.
does report.queue urgency high
expect result rows.1.emergency=yes rows.2.emergency=no rows.3=none
does report.queue urgency low
expect result rows.1.urgency=low rows.2=none
does report.queue code given
expect result rows.1.urgency=high rows.2=none
does report.queue form call
expect result rows.1=none
does report.queue form sms urgency medium
expect result rows.1.urgency=medium rows.2=none
does report.queue from 2026-11-22
expect result rows.1=none
does report.queue from 2026-11-21 to 2026-11-21 state new
expect result rows.4.urgency=low rows.5=none
does report.queue village Sukamaju
expect result rows.1=none
does report.queue officer ratna
expect result rows.1=none
does report.queue quarantine
expect result rows.1=none

# Who has it, and until when she is to be reached.
command alert.accept {"alert":"<alert:ratna>"}
expect answer error=none
does report.queue officer ratna
expect result rows.1.owner=ratna rows.1.due=contact rows.1.unowned=no rows.2=none
does report.confirm report 2 phone own village Sukamaju
does report.queue village Sukamaju
expect result rows.1.urgency=high rows.2=none
does report.queue unowned
expect result rows.1.unowned=yes rows.4=none

# Read, it is not unread; she writes again, and it is.
does report.show report 1
does report.queue urgency low
expect result rows.1.unread=no
pass 1m
sms from +6281234567801 "apakah ada orang?"
does report.queue urgency low
expect result rows.1.unread=yes

# Closed, it is over; it is still found.
does report.close report 1 reason "selesai"
does report.queue
expect result rows.3.urgency=medium rows.4=none counts.low=0
does report.queue state closed
expect result rows.1.state=closed rows.1.due=none rows.2=none
does report.queue closed
expect result rows.4.state=closed rows.5=none

# HAPUS YA: a deadline, and no village any more.
sms from +6281234567802 "HAPUS YA"
forget
does report.queue state erase_pending
expect result rows.1.state=erase_pending rows.1.village=none rows.2=none
does report.queue village Sukamaju
expect result rows.1=none

# Nonsense is refused, not taken for something else.
does report.queue urgency highest
expect answer error=bad_arguments
expect said "high medium low"
does report.queue form fax
expect answer error=bad_arguments
does report.queue state open
expect answer error=bad_arguments
does report.queue from yesterday
expect answer error=bad_arguments
does report.queue after rubbish
expect answer error=bad_arguments
does report.queue limit 0
expect answer error=bad_arguments
does report.queue limit 101
expect answer error=bad_arguments
command report.queue {"code":"*"}
expect answer error=bad_arguments
command report.queue {"code":"7?"}
expect answer error=bad_arguments
command report.queue {"officer":"' OR 1=1 --"}
expect result rows.1=none
does report.queue village Nirgendwo
expect answer error=not_found
who nobody
does report.queue
expect answer error=locked

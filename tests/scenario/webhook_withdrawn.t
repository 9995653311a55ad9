# What waits for a receiver that is down and may not be told any more never
# leaves: consent is looked at again at the moment of sending (I6).
config webhook district fields = code urgency state phone
config webhook rsud recipient = health
config webhook polsek recipient = police
repeat 3
  sms from +628123456{n} "AMAN"
  sms from +628123456{n} "1"
end
forget
webhook rsud answers 500
webhook polsek answers 410
officer 1 confirm consent MP
officer 2 confirm consent MP
officer 3 confirm consent MP
expect webhook report.filed to rsud
expect webhook report.filed to rsud
expect webhook report.filed to rsud
expect webhook report.filed to polsek
forget

# Taken back by a text: dropped at once, the dead letter as well.
sms from +6281234560001 "IZIN"
sms from +6281234560001 "0"
expect report 1 consent.letters=
command outbox.list {"state":"dropped"}
expect result 1.destination=polsek 1.error=consent_withdrawn 2.destination=rsud 2.error=consent_withdrawn
forget

# Joined: nothing said so to those destinations, and what waits does not go.
officer 2 join other 3 reason "orang yang sama"
forget
webhook rsud answers 200
pass 1m
expect webhook report.filed to rsud again urgency=medium
expect webhook report.updated to rsud again
expect no webhook
command outbox.list {"state":"dropped"}
expect result 3.error=joined 3.destination=rsud

# Nor by a replay.
webhook polsek answers 200
command outbox.replay {"destination":"polsek"}
pass 1m
expect webhook report.filed to polsek
expect webhook report.updated to polsek
expect no webhook
command outbox.list {"state":"dropped"}
expect result 3.error=joined 3.destination=polsek
expect outbox webhook failed 0

# The office is still told, and no more than it may be: what was written with
# her consent leaves without what took it.
webhook district answers 500
sms from +6281234560002 "besok saya cerita lagi"
expect webhook report.updated to district state=new
forget
sms from +6281234560002 "IZIN"
sms from +6281234560002 "0"
webhook district answers 200
pass 1m
expect webhook report.updated to district again urgency=medium emergency=no state=none phone=none

# Who is another by now, or is to be told less, is told what holds now.
officer 1 confirm consent MP
forget
webhook rsud answers 500
webhook polsek answers 500
officer 1 urgency high
expect webhook report.updated to rsud urgency=high
expect webhook report.updated to polsek urgency=high
crash
config webhook rsud fields = code
config webhook polsek recipient = shelter
restart
webhook rsud answers 200
webhook polsek answers 200
pass 1m
expect webhook report.updated to rsud again urgency=none emergency=none
command outbox.list {"state":"dropped"}
expect result 1.error=consent_withdrawn 1.destination=polsek
forget
pass 1h
expect no webhook

# Erasure asked: nothing more for anybody but the office.
webhook rsud answers timeout
officer 1 urgency medium reason "sudah aman"
forget
sms from +6281234560001 "HAPUS"
sms from +6281234560001 "HAPUS YA"
webhook rsud answers 200
forget
expect report 1 state=erase_pending
pass 1m
expect no webhook
does webhook.list report 1
expect result 1.fields.2.told=yes 1.fields.4.reason=erase_pending 1.fields.5.reason=erase_pending 2.told=no 2.reason=erase_pending
officer 1 erase reason "ia meminta"
expect webhook report.closed to district
forget
does webhook.list report 1
expect result 2.reason=erased

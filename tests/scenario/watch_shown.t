# What an officer sees of the watch over a report: who is asked until when, who
# has it, and the law's three days.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567801 "suami saya memukul saya"
forget
expect report alerts.1.part=officer alerts.1.state=asking alerts.1.owner=none alerts.1.asked.1.to=ani alerts.1.asked.1.state=raised alerts.1.asked.1.until=2026-11-21T03:05:00Z alerts.1.next_at=2026-11-21T03:05:00Z alerts.2=none
expect report unowned=yes owner=none clocks.tpks.begun_at=2026-11-21T03:00:00Z clocks.tpks.due_at=2026-11-24T03:00:00Z clocks.tpks.asked_at=none clocks.pdp.due_at=none
command report.list {"detail":true}
expect result 1.unowned=yes 1.owner=none
command report.list {}
expect result 1.unowned=none
pass 5m
forget
expect report alerts.1.asked.1.to=budi alerts.1.asked.2=none
sms from +6281311110002 "ok"
expect report unowned=no owner=budi alerts.1.state=owned alerts.1.owner=budi alerts.1.next_at=2026-11-21T03:20:00Z
command alert.list {"open":true}
expect result 1.person=budi 1.state=accepted 1.how=sms 2.alert=none
command alert.outcome {"alert":"<code>","outcome":"contacted","by":"budi"}
expect report unowned=no alerts.1.state=done alerts.1.next_at=none
# After two of the three days whoever has it is asked to talk to her.
pass 48h
expect text P02 to +6281311110002
expect report clocks.tpks.seen_at=none
sms from +6281311110002 "<code> ok"
expect report clocks.tpks.asked_at=2026-11-23T03:00:00Z clocks.tpks.seen_at=2026-11-23T03:05:00Z
# The clock of an erasure stands beside it.
sms from +6281234567801 "HAPUS YA"
forget
expect report 1 clocks.pdp.begun_at=2026-11-23T03:05:00Z clocks.pdp.due_at=2026-11-26T03:05:00Z

# What an officer does in a case: notes, a text looked at before it is sent,
# handing over. And who sits here, and is it well.
import shipped
who first
does key.init ratna
unlocks ratna
does key.officer sari
does key.officer budi
does key.officer dewi
sms from +6281234567802 "suami saya memukul saya"
forget

# A note is for colleagues: sealed, in the thread, and no text to her.
does report.note report 1 text "sudah ditelepon, minta dijemput"
expect answer error=none
secret "sudah ditelepon, minta dijemput"
does report.show report 1
expect answer holds "minta dijemput"
expect result notes.1.by=ratna notes.1.kind=note acts=none
expect no text
does report.note report 1
expect answer error=bad_arguments
command report.note {"code":"ZZZZ","text":"x"}
expect answer error=not_found
unlocks dewi
does report.show report 1
expect result notes=none

# A text before it is sent: what would become of it, and why.
who ratna
does report.preview report 1 text "Halo, kami sudah baca. Kapan bisa ditelepon?"
expect result septets=44 segments=1 level=0 level_ok=yes leaves=offered why=no_window banned=none
does report.preview report 1 text "Kantor polisi ada di jalan besar, buka sampai malam hari"
expect result leaves=never why=unfit level_ok=no banned=polisi
does report.preview report 1 text "Terima kasih, kami akan menghubungi lagi soal polisi"
expect result level=1 leaves=offered why=plain_words banned=polisi
does report.preview report 1 text "這是中文"
expect result level_ok=no septets=none leaves=never
does report.preview report 1 template R10
expect answer error=none
does report.preview report 1 template R99
expect answer error=bad_text
does report.preview report 1
expect answer error=bad_arguments
does report.confirm report 1 phone own window 1T
does report.preview report 1 text "Halo, kami sudah baca."
expect result phone=own
does report.confirm report 1 phone his
does report.preview report 1 text "Halo, kami sudah baca."
expect result leaves=never why=his_phone
forget

# Handed over: sari is asked at once, and until then it is nobody's.
command alert.accept {"alert":"<alert:ratna>"}
does report.queue
expect result rows.1.owner=ratna
does report.handover report 1 to sari reason "saya cuti"
expect answer error=none
expect text P01 to +6281000000011
expect text K03 to +6281000000001
does report.queue
expect result rows.1.owner=none rows.1.unowned=yes
unlocks sari
command alert.accept {"alert":"<alert:sari>"}
does report.queue officer sari
expect result rows.1.owner=sari rows.1.due=contact
forget

# Where it is some people's alone, reading goes along, and only there.
who ratna
does report.assign report 1 to sari
who sari
does report.handover report 1 to budi reason "ganti shift"
expect answer error=none
does report.show report 1
expect result not_assigned=yes
unlocks budi
does report.show report 1
expect result not_assigned=none assigned=budi
# He does not answer: the next one is asked, whoever handed it over (I13).
forget
pass 6m
expect text P01 to +6281000000001
forget
unlocks ratna
unlocks sari
unlocks budi

# Refused: without a reason, to nobody, to who has no key, to two, by others.
who budi
does report.handover report 1 to sari
expect answer error=reason
does report.handover report 1 to nobody reason "x"
expect answer error=not_found
does report.handover report 1 to dewi reason "x"
expect answer error=not_found
does report.handover report 1 to sari,ratna reason "x"
expect answer error=bad_arguments
does report.exclude report 1 person sari
does report.handover report 1 to sari reason "x"
expect answer error=excluded
who sari
does report.handover report 1 to sari reason "x"
expect answer error=not_assigned
does report.note report 1 text "x"
expect answer error=not_assigned
does report.preview report 1 text "x"
expect answer error=not_assigned
who budi
does report.close report 1 reason "selesai"
does report.handover report 1 to ratna reason "x"
expect answer error=state
forget

# Who sits here; the modem; is it well.
does session.show
expect result person=budi role=officer idle_s=300 panic=no
expect answer holds "report.handover"
expect answer lacks "people.remove"
who nobody
does session.show
expect answer error=locked
command modem.list
expect result 1.name=a 1.ready=yes 1.texts_per_day=2000
command health
expect result ready=yes
modem a down
command health
expect result ready=no
command metrics
expect result counts.emergency=0 locked=no
forget

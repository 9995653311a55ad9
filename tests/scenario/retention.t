# What nobody needs any more goes by itself, with its keys: closed reports with
# what was joined to them, quarantine that was read, the fillings of our texts.
# Figures stay as they were.
config retention closed_days = 30
config retention quarantine_days = 7
config retention texts_days = 4
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567802 "suami saya memukul saya"
expect text R04 to +6281234567802
sms from +6281234567803 "halo, ini dari HP kakak"
expect text R01 to +6281234567803
sms from +6281234567804 "suami saya memukul saya"
expect text R04 to +6281234567804
sms from +6281234567804 "suami saya memukul saya lagi"
expect text R32 to +6281234567804
sms from +6281234567805 "saya dipukul suami"
expect text R04 to +6281234567805
pdu none truncated
sms from INFOBANK "Selamat! Anda menang undian, hubungi kami"
expect quarantine 2
expect reports 7
call from +6281234567806
call from +6281234567806
call from +6281234567806
expect reports 8
forget
officer 1 close reason "selesai"
officer 2 join other 3
officer 2 close reason "selesai"
officer 4 close reason "selesai"
officer 4 close reopen reason "ia menulis lagi"
officer 5 close reason "selesai"
sms from +6281234567805 "HAPUS YA"
expect text R22 to +6281234567805
expect report 5 state=erase_pending
officer 6 reads
forget
expect figures 2026-11 high sms 3
expect figures 2026-11 low sms 4
expect figures 2026-11 high call 1
expect report 4 sent.2.id=R32 sent.2.state=sent messages=2

# Four days later our texts have lost what they were filled with.
pass 1d
expect report 1 state=closed texts=1
expect report 4 texts=2
stop
pass 6d
restart
expect report 1 state=closed texts=1
expect report 4 sent.2.id=R32 sent.2.state=sent sent.2.text=
# the seventh day: quarantine that was read, seven days ago
pass 1h
expect report 6 state=erased
expect doctor "1 texts in quarantine"
forget
stop
pass 22d
restart
pass 1m
expect report 1 state=closed
expect report 2 state=closed
stop
pass 2d
restart
pass 1m
command audit.list
expect answer result.1.actor=retention result.1.act=erased
expect answer result.3.actor=retention result.3.act=erased
expect report 1 state=erased village=none
expect report 2 state=erased
expect report 3 state=erased joined_to=<code:2>
expect report 4 state=new messages=2
expect message 1 of report 4 "suami saya memukul saya"
expect report 5 state=erase_pending
expect report 8 state=new
expect doctor "1 texts in quarantine"
expect figures 2026-11 high sms 3
expect figures 2026-11 low sms 4
expect figures 2026-11 high call 1
expect log "report.erased"
forget

# A clock that nobody has set decides nothing.
officer 4 close reason "selesai"
stop
clock unset
pass 40d
restart
pass 1h
expect report 4 state=closed
stop
clock set
restart
pass 1m
expect report 4 state=erased
forget

# A box is lost and made again from its stick: reports open, nobody's number
# is known, nothing old leaves, and what was erased stays erased.
stick in
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
sms from +6281234567891 "anak saya tidak boleh sekolah"
who first
does key.init sari name "Sari"
unlocks sari
does report.assign report 1 to sari
forget
pass 2m
stick holds 2 1
does backup
expect result generation=3 managed=yes
does report.erase report 2 reason "diminta"
pass 1m
stick copied
# A text that waits for the modem when the copy is made.
modem answers not_started
sms from +6281234567892 "halo"
does backup
expect answer error=none
unlocks sari
does doctor
expect answer error=none
restore by sari fails "there is a box in this state_dir already"
box lost
restore by budi fails "no such person in this file of keys"
restore by sari generation 9 fails "older than the newest"
restore by sari
modem answers sent
restart
forget
pass 5m
expect no text
unlocks sari
expect answer error=none
expect message 1 of report 1 "suami saya memukul saya"
expect report 2 state=erased erasure=complete
does people.list
# Her number is a new one for the box; her report is still there.
sms from +6281234567890 "ini saya lagi"
expect reports 4
expect text R01 to +6281234567890

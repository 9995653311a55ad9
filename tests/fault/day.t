# What happens while something fails: no expectations here, see check.t.
stick in
config web second_factor = none
config ussd each path = /ussd
config ussd each allow_cidr = 127.0.0.0/8
start
board up
sms from +6281234567801 "halo, ini pesan pertama"
sms from +6281234567802 "tolong, suami saya memukul saya"
delivery ok perhaps
sms from +6281234567802 "dia masih di rumah sekarang"
sms from +6281234567803 "dia datang " part 1/2 ref 7
sms from +6281234567803 "tadi malam" part 2/2 ref 7
sms from +6281234567804 "9"
sms from +6281234567804 "X"
sms from TELKOMSEL "Sisa pulsa Anda Rp 12.000" sent 2026-11-21T10:00:00
pdu 07916218010000F0040D91261832547698F00020621112010000820141
webhook answers 500 once
sms from +6281234567805 "halo, ini pesan kelima"
call from +6281234567806
dial from +6281234567807 by each
press "9"
command status
command report.queue
command modem.list
command metrics
over board
command health
over terminal
command report.list
command outbox.list
command doctor
command backup
pass 20s

# I2, I8: operators and short codes go to quarantine for an officer's eyes; our
# own SIM is filed. None of them is ever written to.
sms from TELKOMSEL "Sisa pulsa Anda Rp 12.000 s/d 30 Des"
sms from 3636 "Selamat! Anda menang undian"
sms from 123456 "kode Anda 998877"
sms from +6281200000001 "ini nomor SIM kita sendiri"
expect no text
expect reports 4
expect quarantine 3
expect sim 0

# Danger words and 9 change nothing about that.
sms from TELKOMSEL "tolong, suami saya memukul saya"
sms from 3636 "9"
sms from +6281200000001 "stop"
expect no text
pass 1h
expect no text

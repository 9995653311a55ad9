# An answer that the network refuses does not spend her six texts of the day.
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "3S"
officer confirm phone own
forget
pass 4h
modem answers failed 69
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 1h
forget
modem answers sent
sms from +6281234567801 "tolong suami memukul saya"
expect text R04 to +6281234567801

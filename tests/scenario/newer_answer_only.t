# I17: an answer that did not begin is not tried again behind a newer one.
modem answers not_started after 5s once
sms from +6281234567890 "halo"
pass 1s
sms from +6281234567890 "tolong suami saya memukul saya"
pass 10s
expect text R04 to +6281234567890
pass 20m
expect no text

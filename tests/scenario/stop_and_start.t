# An ordinary stop waits for what is in the air, and sends nothing new.
modem answers sent after 3s once
sms from +6281234567890 "halo, apakah ada orang?"
expect text R01 to +6281234567890
sms from +6281234567891 "halo, siapa di sana?"
stop
expect down
restart
expect unknown 0
expect outbox sms sent 2
expect text R01 to +6281234567891
expect reports 2

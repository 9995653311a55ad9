# I17: of two answers that wait for one phone only the newer leaves.
modem answers not_started once
sms from +6281234567890 "halo, ada orang di kantor?"
modem state failed
sms from +6281234567890 "suami saya memukul saya"
modem state ready
pass 1m
expect sim 0
expect text R04 to +6281234567890
expect no text
expect outbox sms dropped 1

# A text, more texts and an X that are read in one turn: the X is last.
hold
sms from +6281234567890 "suami saya memukul saya"
sms from +6281234567890 "dia membawa parang"
sms from +6281234567890 "X"
go
expect no text
expect report messages=3 urgency=high emergency=yes
pass 1h
expect no text

# The modem program takes a text and never says what became of it: after 45
# seconds it is ended, and the text's fate is unknown.
modem answers silent once
sms from +6281234567890 "halo, ada yang bisa bantu?"
expect text R01 to +6281234567890
sms from +6281234567891 "halo dari nomor lain, apa kabar"
expect no text
pass 50s
expect unknown 1
expect text R01 to +6281234567891
pass 2h
expect unknown 1
expect no text

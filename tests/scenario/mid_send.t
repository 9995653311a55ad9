# The modem program dies while the network works on a text: its fate is
# unknown, it is never repeated, and her next text is answered afresh.
modem answers gone once
sms from +6281234567890 "halo, ada yang bisa bantu?"
expect text R01 to +6281234567890
pass 1m
expect unknown 1
expect doctor "1 texts with an unknown fate"
pass 1h
expect no text
expect unknown 1
sms from +6281234567890 "halo, apakah pesan saya sampai?"
expect text R01 to +6281234567890
pass 1d
expect unknown 1
expect no text

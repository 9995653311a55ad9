# 8-bit data (a picture, a ring tone, an MMS notice) cannot be read.
sms from +6281234567890 "BINARYBINARYBINARY" as data
expect quarantine 1
expect report reason=attachment
expect message 1 raw=yes
expect no text
expect sim 0

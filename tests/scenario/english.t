# language = en: the same in English.
config siaga language = en
sms from +6281234567890 "hello, is the office open"
expect text R01 to +6281234567890
sms from +6281234567890 "stop"
expect text R20 to +6281234567890

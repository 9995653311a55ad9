# Inside a window for texts that she set, on a phone that is hers, a neutral
# answer leaves by itself; a plain one never does.
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "3S" # 14.00 to 18.00
forget
expect report contact.way=sms contact.window=3
officer confirm phone own
pass 1h
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 2h
expect no text
pass 70m
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801
delivery ok
expect report replies.1.state=given
officer reply text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu."
pass 2h
expect no text

# Whose phone it is must be settled before: until then it waits.
sms from +6281234567802 "AMAN"
sms from +6281234567802 "1"
sms from +6281234567802 "0"
sms from +6281234567802 "0"
sms from +6281234567802 "0"
sms from +6281234567802 "0"
sms from +6281234567802 "3S"
forget
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 10m
expect no text
officer confirm phone his
pass 10m
expect no text
officer confirm phone shared
pass 1m
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567802

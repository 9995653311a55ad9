# The officer asks with R10 in a report; she reads and answers it half an hour
# later or more, in a conversation of its own (I18). The answer belongs to the
# report that asks: the officer has joined them by asking.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
officer reply template R10
pass 1h
sms from +6281234567801 "ada apa pak"
expect text R34 to +6281234567801
sms from +6281234567801 "AMAN"
expect text R10 to +6281234567801
sms from +6281234567801 "M"
expect text R12 to +6281234567801
expect report 1 consent.letters=M consent.provisional=yes

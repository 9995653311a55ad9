# I1: AMAN that was half an hour on its way opens nothing, for another may
# hold the phone by now; one of 12 minutes opens level 1, and what is said at
# once still waits for her next text.
sms from +6281234567899 "halo, apakah kantor buka"
expect text R01 to +6281234567899
modem down
sms from +6281234567801 "AMAN"
pass 31m
modem up
expect text R32 to +6281234567801
sms from +6281234567801 "halo"
expect no text

modem down
sms from +6281234567802 "AMAN"
pass 12m
modem up
expect text R32 to +6281234567802
sms from +6281234567802 "MENU"
expect text R02 to +6281234567802
forget

# After a crash as well: what the network's clock is off by is remembered.
modem down
sms from +6281234567803 "AMAN"
crash
pass 31m
restart
modem up
expect text R32 to +6281234567803
forget

# In a conversation that a ring began, too: two that waited together.
call from +6281234567804
expect text R15 to +6281234567804
modem down
sms from +6281234567804 "apakah ada orang"
sms from +6281234567804 "AMAN"
pass 20m
modem up
forget
pass 12m
sms from +6281234567804 "MENU"
expect text R31 to +6281234567804

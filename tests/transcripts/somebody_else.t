# It happens to somebody else

# A neighbour. He is asked for no name, and told not to face the man himself.
sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801
sms from +6281234567801 "2" # somebody else
expect text R08 to +6281234567801
pass 2m
sms from +6281234567801 "Sokawera, tetangga sering terdengar menangis malam hari" # Sokawera; a neighbour is often heard crying at night
expect text R03 to +6281234567801

# It happens at this moment: 9, and nothing else.
pass 5m
sms from +6281234567801 "9" # urgent
expect text R05 to +6281234567801

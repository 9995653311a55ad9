# A case closed with her: R27 leaves only inside her window for texts, once;
# her 1, 2 or 3 is kept, and does not open the case again.
heartbeat 1h
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "0"
sms from +6281234567801 "3S"
forget
officer confirm phone own
officer close
expect answer error=reason
officer close reason "selesai, ia setuju" agreed
expect report state=closed
pass 3h
expect no text
pass 61m
expect text R27 to +6281234567801
delivery ok
sms from +6281234567801 "2"
expect no text
expect report state=closed feedback=2
pass 1d
expect no text

# Without her window, or closed without her: no text at all.
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
officer close reason "selesai" agreed
pass 1d
expect no text

# Who writes again needs somebody again.
sms from +6281234567803 "halo, apakah kantor buka"
expect text R01 to +6281234567803
officer close reason "selesai"
expect report state=closed
sms from +6281234567803 "dia datang lagi semalam"
expect report state=new
officer close reopen reason "lagi"
expect answer error=state

# "It is finished" is not said of a case that is open again.
pass 6h
sms from +6281234567804 "AMAN"
sms from +6281234567804 "1"
sms from +6281234567804 "0"
sms from +6281234567804 "0"
sms from +6281234567804 "0"
sms from +6281234567804 "0"
sms from +6281234567804 "3S"
officer 4 confirm phone own
officer 4 close reason "selesai, ia setuju" agreed
forget
sms from +6281234567804 "dia memukul saya lagi"
forget
expect report 4 state=new urgency=high
pass 1d
expect no text

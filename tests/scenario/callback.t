# She asks to be called: told so only if an officer took it within ten minutes
# (R16); if nobody did, the note. Never rung unasked, and once.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
officer take
expect answer error=no_call
sms from +6281234567801 "1"
expect text R31 to +6281234567801
sms from +6281234567801 "1"
expect no text
expect report call.wish=soon call.from=2026-11-21T03:10:00Z call.until=2026-11-21T03:30:00Z urgency=medium
pass 9m
officer take
expect text R16 to +6281234567801
pass 30m
expect no text

# Not taken in time: R32, and a later taking says nothing more.
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
sms from +6281234567802 "1"
expect text R31 to +6281234567802
sms from +6281234567802 "1"
pass 9m
expect no text
pass 1m
expect text R32 to +6281234567802
pass 1m
officer take
expect no text

# From the plain menu as well; and another hour than the quarter of an hour.
sms from +6281234567803 "AMAN"
expect text R02 to +6281234567803
sms from +6281234567803 "3"
expect no text
officer take
expect text R16 to +6281234567803
sms from +6281234567803 "16.30"
expect report call.wish=hour call.from=2026-11-21T09:30:00Z
forget

# After a missed call.
call from +6281234567804
expect text R15 to +6281234567804
sms from +6281234567804 "1"
officer take
expect text R16 to +6281234567804
sms from +6281234567804 "jam 4 sore"
forget
expect report call.wish=hour call.from=2026-11-21T09:00:00Z call.until=2026-11-21T09:20:00Z

# Who said never is not called, and STOP ends the wish too.
sms from +6281234567805 "halo, apakah kantor buka"
sms from +6281234567805 "1"
sms from +6281234567805 "1"
sms from +6281234567805 "STOP"
forget
officer take
expect answer error=silenced
expect no text
pass 15m
expect no text

# Never late; and the officer hears whether she is told.
sms from +6281234567806 "halo, apakah kantor buka"
sms from +6281234567806 "1"
sms from +6281234567806 "1"
sms from +6281234567806 "9" # its answer takes the place of R16
forget
officer 6 take
expect answer result.told=no
pass 40m
sms from +6281234567807 "halo, apakah kantor buka"
sms from +6281234567807 "1"
sms from +6281234567807 "1"
pass 31m
forget
officer 7 take
expect answer error=late
sms from +6281234567808 "halo, apakah kantor buka"
sms from +6281234567808 "1"
sms from +6281234567808 "1"
forget
expect report 8 call.wish=soon call_until=2026-11-21T05:46:00Z

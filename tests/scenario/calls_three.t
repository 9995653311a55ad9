# Three missed calls in ten minutes: "look now" for the officer, and an
# emergency where the number has an open case. Nobody is rung back.
call from +6281234567801
expect text R15 to +6281234567801
pass 1m
call from +6281234567801
expect no text
expect reports 0
pass 1m
call from +6281234567801
expect no text
expect report marks=three_calls urgency=high emergency=no channel=call

sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
3 times call from +6281234567802
expect report 2 marks=three_calls urgency=high emergency=yes
expect reports 2
forget

# The case is hers for longer than one conversation.
sms from +6281234567803 "halo, apakah kantor buka"
expect text R01 to +6281234567803
pass 40m
call from +6281234567803
expect text R15 to +6281234567803
2 times call from +6281234567803
expect reports 3
expect report 3 marks=three_calls urgency=high emergency=yes

# Eleven minutes apart they are three offers' worth of one.
call from +6281234567804
expect text R15 to +6281234567804
pass 6m
call from +6281234567804
pass 6m
call from +6281234567804
expect no text
expect reports 3

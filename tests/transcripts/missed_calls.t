# Missed calls

# Who has no credit rings once. The offer follows within two minutes or never,
# and nobody is rung back unasked.
call from +6281234567801
expect text R15 to +6281234567801
sms from +6281234567801 "2" # by SMS
expect text R32 to +6281234567801

# Three calls in ten minutes from a number with an open case are a cry.
pass 2h
call from +6281234567801
expect text R15 to +6281234567801
pass 2m
2 times call from +6281234567801
expect no text

# A hidden number is counted, and cannot be offered anything.
call hidden
expect no text

# Somebody else: no names asked, no form. The third person's report belongs
# to the officer alone (I6).
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "2 orang"
expect text R08 to +6281234567801
sms from +6281234567801 "Sokawera, tetangga sering terdengar menangis malam hari"
expect text R03 to +6281234567801
expect report reporter=other consent.asked=no consent.letters=
expect message 3 answers=R08

# What she sees happening now is urgent.
sms from +6281234567802 "AMAN"
expect text R02 to +6281234567802
sms from +6281234567802 "2"
expect text R08 to +6281234567802
sms from +6281234567802 "9"
expect text R05 to +6281234567802
expect report reporter=other urgency=high emergency=yes

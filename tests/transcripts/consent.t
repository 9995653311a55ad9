# Who may be told

# The officer asks after talking to her; the question waits until she writes
# and says the plain word. Letters allow, digits and "ok" never do.
sms from +6281234567801 "halo, apakah kantor buka" # hello, is the office open
expect text R01 to +6281234567801
sms from +6281234567801 "1" # you may answer on this phone
expect text R31 to +6281234567801
delivery ok
officer reads
officer reply template R10 # asks whom we may tell
pass 1h
sms from +6281234567801 "ada apa pak" # what is it
expect text R34 to +6281234567801
sms from +6281234567801 "AMAN" # the plain word
expect text R10 to +6281234567801
sms from +6281234567801 "KM" # cadre and clinic
expect text R11 to +6281234567801
sms from +6281234567801 "BEDA" # a cadre of another village
expect text R12 to +6281234567801

# A text from a known number after half an hour is a new report until an
# officer says that it is the same person, and she has said so by voice.
pass 1h
officer 1 join other 2 reason "orang yang sama, dari suara" # the same person, by her voice
officer 1 confirm consent KM cadre other # what she said on the phone

# She changes her mind. To take back is always possible; to allow more would
# take her safe word or the officer's ear.
pass 1m
sms from +6281234567801 "CEK <code:1>" # on with this report
expect text R18 to +6281234567801
sms from +6281234567801 "AMAN" # the plain word
expect text R02 to +6281234567801
sms from +6281234567801 "IZIN" # change
expect text R10 to +6281234567801
sms from +6281234567801 "M" # the clinic alone
expect text R12 to +6281234567801

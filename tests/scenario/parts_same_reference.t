# A phone that uses one reference for all its texts: a part that is not the
# one that waits begins another text, and neither is lost.
sms from +6281234567890 "pertama satu " part 1/2 ref 7
pass 20s
sms from +6281234567890 "dia mau bunuh saya " part 1/2 ref 7
sms from +6281234567890 "tolong cepat" part 2/2 ref 7
pass 2m
expect report urgency=high emergency=yes messages=2
forget

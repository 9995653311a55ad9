# not_started: nothing was said to the network, so it is tried again.
modem answers not_started 3 times
sms from +6281234567801 "halo, percobaan pertama"
expect no text
pass 20s
expect text R01 to +6281234567801
expect attempts 4
expect outbox sms sent 1

# A cause that may pass (38, network out of order) is tried again as well.
modem answers failed 38 2 times
sms from +6281234567802 "halo, percobaan kedua"
expect no text
pass 20s
expect text R01 to +6281234567802
expect outbox sms sent 2

# One that will not (21, rejected) is not.
modem answers failed 21 once
sms from +6281234567803 "halo, percobaan ketiga"
pass 1h
expect no text
expect outbox sms failed 1
expect attempts 8

# A modem that cannot know (500, or sent without a number) is not believed.
modem answers failed 500 once
sms from +6281234567804 "halo, percobaan keempat"
modem answers no_mr once
sms from +6281234567805 "halo, percobaan kelima"
expect text R01 to +6281234567805
modem answers unknown once
sms from +6281234567806 "halo, percobaan keenam"
expect text R01 to +6281234567806
pass 1h
expect unknown 3
expect no text

# Its program's refusal: busy, or for good.
modem answers refused once
sms from +6281234567807 "halo, percobaan ketujuh"
pass 20s
expect text R01 to +6281234567807
modem answers refused_for_good once
sms from +6281234567808 "halo, percobaan kedelapan"
pass 20s
expect no text
expect outbox sms failed 2

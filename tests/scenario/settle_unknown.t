# A late outcome, or the network's delivery report, settles an unknown text.
modem answers gone once
sms from +6281234567801 "halo, ini pesan pertama"
expect text R01 to +6281234567801
pass 1s
expect unknown 1
modem tells sent
expect unknown 0
expect outbox sms sent 1
delivery ok
expect outbox sms delivered 1

# The modem never learnt the text's number (it died first): the report of
# that phone within two hours is taken for it.
modem answers gone once
sms from +6281234567802 "halo, ini pesan kedua"
expect text R01 to +6281234567802
pass 1s
delivery ok to +6281234567801   # of another phone: not hers
expect unknown 1
delivery ok to +6281234567802
expect unknown 0
expect outbox sms delivered 2

modem answers gone once
sms from +6281234567803 "halo, ini pesan ketiga"
expect text R01 to +6281234567803
pass 1s
delivery failed to +6281234567803
expect unknown 0
expect outbox sms failed 1

# Said twice changes nothing; nor does a report of a text that nobody sent.
delivery ok to +6281234567803
delivery ok to +6281234567801 mr 200
expect outbox sms failed 1
expect outbox sms delivered 2
expect reports 3
expect quarantine 0
expect no text

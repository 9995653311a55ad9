# What the network says about a text: pending says nothing yet.
sms from +6281234567801 "halo pertama kali"
expect text R01 to +6281234567801
delivery pending
expect outbox sms sent 1
delivery ok
expect outbox sms delivered 1
delivery failed
expect outbox sms delivered 1
expect sim 0
expect reports 1

# Its reference alone does not do: the phone must be hers.
sms from +6281234567802 "halo kedua kali"
expect text R01 to +6281234567802
delivery ok from +6281234567899
expect outbox sms sent 1
# Reserved states count as failed (23.040 9.2.3.15).
delivery ok st 255
expect outbox sms failed 1

# I14: each 9 is urgent, answered, and told to the office, until six a day.
sms from +6281234567890 "halo, apa kabar pak"
expect text R01 to +6281234567890
expect webhook report.filed urgency=low
5 times sms from +6281234567890 "9"
5 times expect text R04 to +6281234567890
5 times expect webhook report.urgent urgency=high emergency=yes
expect nothing

# The seventh text of the day is not sent; the cry is heard all the same.
sms from +6281234567890 "9"
expect no text
expect webhook report.urgent urgency=high emergency=yes
expect report messages=7 emergency=yes

# The next day there are six again.
pass 25h
sms from +6281234567890 "9"
expect text R04 to +6281234567890

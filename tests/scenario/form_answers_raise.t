# She ticks "hit" and "locked in" in the form: what she ticks counts as what
# she writes, so the report is high and the office hears at once.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "1"
expect text R30 to +6281234567801
sms from +6281234567801 "0"
expect text R07 to +6281234567801
sms from +6281234567801 "0"
expect text R33 to +6281234567801
sms from +6281234567801 "0"
expect text R06 to +6281234567801
sms from +6281234567801 "15"
expect text R13 to +6281234567801
expect report urgency=high
expect webhook report.filed urgency=low
repeat 4
  expect webhook report.updated
end
expect webhook report.urgent urgency=high

# She asks to be called and the operator hides her number: the officer's list says
# so beside the call that is due. What she writes next may be a number.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial hidden
press "1"
press "0"
expect screen U00 last
command report.queue {}
expect answer holds "number_hidden\":true"
dial from +6281234567801
press "1"
press "0"
command report.queue {"code":"<code>"}
expect answer lacks "number_hidden\":true"
forget

# She asks to be called and the operator hides her number: the officer's list says
# that a call is due, and nothing says that nobody can make it.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial hidden
press "1"
press "0"
expect screen U00 last
command report.queue {}
expect answer holds "number_hidden"
forget

# A number that the operator hides is another one in each session, so that the
# three tries a day of CEK are as many as there are sessions.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial hidden
press "AMAN"
press "1"
press "KODE"
press "MANGGA"
press "0"
officer reads
repeat 5
dial hidden
press "CEK <code> SALAK"
expect screen R19
press "CEK <code> APEL"
expect screen R19
press "CEK <code> PEPAYA"
expect screen R19
end
dial hidden
press "CEK <code> MANGGA"
expect screen R19

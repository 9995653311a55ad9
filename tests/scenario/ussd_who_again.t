# Who asks who we are sees the same, whether somebody has asked on this phone
# before or not.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "siapa ini"
expect screen R23
press "0"
dial from +6281234567801
press "siapa ini"
expect screen R23
press "siapa ini"
expect screen R23
forget

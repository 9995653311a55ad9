# 9 on any screen files and alerts with one key press.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801
press "9"
expect screen R04
expect webhook report.filed urgency=high
expect report urgency=high emergency=yes channel=ussd messages=1
press "Sokawera"
expect screen R32
press "9"
expect screen R04
expect report messages=3
forget

# while she writes, at the hours, at the end of a plain question
dial from +6281234567802
press "3"
expect screen R29
press "9"
expect screen R04
expect report urgency=high emergency=yes
forget
dial from +6281234567803
press "2"
press "9"
expect screen R04
expect report urgency=high emergency=yes
forget
dial from +6281234567804
press "AMAN"
expect screen R02
press "9"
expect screen R05
press "1"
expect screen R03
expect report urgency=high emergency=yes
forget

# danger words likewise, and the first screen takes them
dial from +6281234567805
press "tolong dia bawa parang mau bunuh saya"
expect screen R04
expect report urgency=high emergency=yes
forget

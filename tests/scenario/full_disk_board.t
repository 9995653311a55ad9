# A full disk takes no program away: pings, welcomes and what they are to open
# leave also in turns that are not kept.
config web listen = 127.0.0.1:8080
config web second_factor = none
board up
who first
does key.init ratna
unlocks ratna
sms from +6281234567801 "suami saya memukul saya"
forget
disk full
pass 20m
stranger w connects as notify
stranger w says {"f":"hello","version":1,"role":"notify","pid":9}
expect stranger w hears welcome

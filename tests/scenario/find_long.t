# Of a report with more texts than one look takes, the first ones are found too.
config without webhook district
who first
does key.init ratna
unlocks ratna
sms from +6281234567801 "suami saya Karyono memukul saya"
repeat 510
pass 3s
sms from +6281234567801 "lagi {n}"
end
forget
unlocks ratna
does report.find words karyono
expect result done=0 of=1
expect answer next=1:0:1:12
does report.find words karyono after 1:0:1:12
expect result done=1 of=1 found.1.in=text
expect answer next=none

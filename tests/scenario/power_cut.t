# The power goes: what was not synced to the disk is lost. What the SIM let
# go of and what was said to the network must not be among it.
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect webhook report.filed
power cut
restart
expect reports 1
expect report messages=1
expect message 1 "suami saya memukul saya"
pass 1h
expect no text

# At every write of a text's way through the box.
forget
repeat 40
power cut at write {n:1}
sms from +6281100{n} "suami saya memukul saya {n}"
pass 1s
restart
pass 20m
expect sim 0
expect report messages=1 urgency=high
expect outbox webhook queued 0
end
expect reports 41
forget

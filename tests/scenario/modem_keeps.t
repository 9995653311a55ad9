# The modem cannot delete: its SIM is read again and again, to no effect.
modem keeps
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect sim 1
repeat 5
modem dies
pass 1s
end
expect sim 1
expect report messages=1
expect no text
restart
pass 1s
expect sim 1
expect reports 1
expect report messages=1
modem deletes
expect sim 0
expect no text
expect deleted 1

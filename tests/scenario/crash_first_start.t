# kill -9 anywhere in the very first start: the next one goes on, and what
# it files can be read by the first officer.
crash at write 1
restart
repeat 40
crash at write {n:1}
restart
end
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
expect message 1 "suami saya memukul saya"

# Twenty-five new keys in a month, by one officer's own rotations: no key that
# reports lie under is ever written over.
heartbeat 1h
who first
does key.init sari
unlocks sari
does people.add budi role officer
does key.officer budi
repeat 25
unlocks budi
command key.rotate {"passphrase":"kata sandi budi yang panjang"}
expect answer error=none
end
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
unlocks sari
expect message 1 of report 1 "suami saya memukul saya"
unlocks budi
command key.rotate {"passphrase":"kata sandi budi yang panjang"}
unlocks sari
expect message 1 of report 1 "suami saya memukul saya"

# A panic before the first supervisor: the first key ends it, nobody else.
sms from +6281234567890 "suami saya memukul saya"
forget
who nobody
does panic by "x"
expect result locked=yes
restart
who first
does key.init sari
expect answer error=panic
who nobody
does panic.end sari
expect answer error=forbidden
who first
does panic.end
expect result locked=no
does key.init sari
expect answer error=none

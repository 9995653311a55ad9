# fsync fails: after that nobody knows what the disk holds. Nothing is
# written any more, texts stay on the SIM, and a restart goes on. What it
# finds then may hold the text whose fsync failed; its answer has not left,
# but siagad cannot know that, and the officer is shown it.
sms from +6281234567801 "suami saya memukul saya"
expect text R04 to +6281234567801
disk syncs fail in siaga.db
sms from +6281234567802 "dia mengancam saya"
expect no text
expect sim 1
expect status read_only=yes
expect doctor "the store is read-only"
disk fine
pass 1h
expect sim 1
expect no text
expect status read_only=yes
restart
expect no text
expect unknown 1
expect sim 0
expect reports 2
expect status read_only=no

# An fsync of keys.db fails: as with siaga.db nothing may be written any more
# until a restart, or a case's key is lost that nobody misses.
sms from +6281234567801 "suami saya memukul saya"
expect text R04 to +6281234567801
disk syncs fail in keys.db
sms from +6281234567802 "dia mengancam saya"
expect no text
expect sim 1
expect status read_only=yes
expect doctor "the store is read-only"
disk fine
pass 1h
expect sim 1
restart
expect text R04 to +6281234567802
expect reports 2

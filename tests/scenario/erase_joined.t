# What was joined to a report holds her older words and is erased with it.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567802 "halo, ini dari HP kakak"
expect text R01 to +6281234567802
officer 2 join other 1
expect answer error=none
officer 2 erase reason "ia minta, langsung"
expect report 1 state=erased
expect report 2 state=erased
forget

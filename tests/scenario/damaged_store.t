# A damaged store is said to be so, and is not written to.
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
stop
damage siaga.db at 4096 "rubbish rubbish rubbish rubbish rubbish rubbish"
restart fails "siaga.db"

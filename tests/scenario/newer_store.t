# A store that a newer Siaga wrote is left alone.
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
stop
damage siaga.db at 60 "\u0000\u0000\u0000c"
restart fails "newer Siaga"
damage siaga.db at 60 "\u0000\u0000\u0000\u0008"
restart
expect reports 1

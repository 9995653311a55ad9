# SIGHUP: new words serve at once; what has faults is not taken.
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
reload
sms from +6281234567891 "halo, apakah kantor buka"
expect text R01 to +6281234567891

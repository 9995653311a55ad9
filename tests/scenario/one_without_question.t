# dialogue.tsv, R31: "1 ... at level 0 where no row says otherwise" opens the
# veiled menu, also after R32, which asks nothing.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
sms from +6281234567801 "2"
expect text R32 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801

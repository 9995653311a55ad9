# She asked for a call, an officer took it, then she sent X: nobody rings (I3).
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
sms from +6281234567801 "1"
officer take
expect text R16 to +6281234567801
sms from +6281234567801 "X"
expect no text
expect report call=none

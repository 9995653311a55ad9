# R12 says whom she has just named. What a text cannot widen (I16) is kept as
# a wish for the officer and stays out of force: nobody outside what R12 says
# is ever told, and whoever holds the phone learns nothing of what was in
# force before (I15).
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "IZIN"
expect text R10 to +6281234567801
sms from +6281234567801 "M"
expect text R12 to +6281234567801
sms from +6281234567801 "IZIN"
expect text R10 to +6281234567801
sms from +6281234567801 "MP"
expect report consent.letters=M marks=wish
expect text "Info Desa: yang boleh tahu hanya puskesmas/RS dan polisi. Ubah kapan saja, balas IZIN." to +6281234567801

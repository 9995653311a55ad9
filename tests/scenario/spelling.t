# What people send is stored as it came.
sms from +6281234567801 "harga [beras] {5kg} ~ 60€ ^|\\"
expect text R01 to +6281234567801
expect message 1 "harga [beras] {5kg} ~ 60€ ^|\\"
sms from +6281234567802 "aku takut 😢 dia jahat" as ucs2
expect text R04 to +6281234567802
expect message 1 "aku takut 😢 dia jahat"
sms from +6281234567803 "kata\u0000nol\u0007dan\u202ebalik\u2028\n\u001b[31m" as ucs2
expect text R01 to +6281234567803
expect message 1 "kata\u0000nol\u0007dan\u202ebalik\u2028\n\u001b[31m"
sms from +6281234567804 ""
expect text R01 to +6281234567804
expect message 1 ""
sms from +6281234567805 "     "
expect text R01 to +6281234567805
sms from +6281234567806 "'; DROP TABLE report; --"
expect text R01 to +6281234567806
sms from +6281234567807 "%s%n%x {cover} {code}"
expect text R01 to +6281234567807
expect message 1 "%s%n%x {cover} {code}"
expect reports 7

# Flash, silent and replacing texts are texts.
sms from +6281234567808 "pesan kilat di layar" class 0
expect text R01 to +6281234567808
sms from +6281234567809 "pesan pengganti satu" pid 65
expect text R01 to +6281234567809
sms from +6281234567810 "pesan tanpa suara" pid 64
expect text R01 to +6281234567810
expect reports 10
expect sim 0

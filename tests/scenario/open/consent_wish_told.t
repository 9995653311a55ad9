# R12 names what she asked for, not what is in force: here the police may not
# be told (a text cannot widen consent, I16), and she reads that they may.
# Telling her the letters in force would show the case's state to whoever
# holds the phone (I15), so somebody must decide what R12 says here.
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
expect text "Info Desa: yang boleh tahu hanya puskesmas/RS. Ubah kapan saja, balas IZIN." to +6281234567801

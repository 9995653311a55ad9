# Consent is given by letters, never by a digit, ok or oke. The first one at
# level 1 is taken, provisional until an officer has heard it.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "IZIN"
expect text R10 to +6281234567801
sms from +6281234567801 "1"
expect text R03 to +6281234567801
expect report consent.asked=no consent.letters=
sms from +6281234567801 "IZIN"
expect text R10 to +6281234567801
sms from +6281234567801 "ok"
expect text R03 to +6281234567801
expect report consent.asked=no
sms from +6281234567801 "IZIN"
expect text R10 to +6281234567801
sms from +6281234567801 "M, J"
expect text "Info Desa: yang boleh tahu hanya puskesmas/RS dan psikolog. Ubah kapan saja, balas IZIN." to +6281234567801
expect report consent.letters=MJ consent.provisional=yes

# Later a text only makes it narrower; more is a wish for the officer.
sms from +6281234567801 "IZIN"
expect text R10 to +6281234567801
sms from +6281234567801 "MPH"
expect text R12 to +6281234567801
expect report consent.letters=M marks=wish
officer confirm consent MPH
expect report consent.letters=MPH consent.provisional=no
sms from +6281234567801 "IZIN"
expect text R10 to +6281234567801
sms from +6281234567801 "0"
expect text R35 to +6281234567801
expect report consent.letters=

# At level 0 nobody is asked, and IZIN is only noted.
sms from +6281234567802 "IZIN"
expect text R32 to +6281234567802
expect reports 2
sms from +6281234567802 "KM"
forget
expect report consent.asked=no consent.letters=

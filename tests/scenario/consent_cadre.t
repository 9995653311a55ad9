# K is asked once more: a woman cadre of her village, of another, or none.
repeat 5
  sms from +628123456{n} "AMAN"
  sms from +628123456{n} "IZIN"
  sms from +628123456{n} "KM"
  expect text R02 to +628123456{n}
  expect text R10 to +628123456{n}
  expect text R11 to +628123456{n}
end
sms from +6281234560001 "YA"
expect text "Info Desa: yang boleh tahu hanya kader dan puskesmas/RS. Ubah kapan saja, balas IZIN." to +6281234560001
expect report 1 consent.letters=KM consent.cadre=yes consent.provisional=yes
sms from +6281234560002 "TIDAK"
expect text "Info Desa: yang boleh tahu hanya puskesmas/RS. Ubah kapan saja, balas IZIN." to +6281234560002
expect report 2 consent.letters=M consent.cadre=no
sms from +6281234560003 "BEDA"
expect text R12 to +6281234560003
expect report 3 consent.letters=KM consent.cadre=other
# a digit or ok is no consent: the cadre is not told
sms from +6281234560004 "1"
expect text R03 to +6281234560004
expect report 4 consent.cadre=none
sms from +6281234560005 "oke"
expect text R03 to +6281234560005
expect report 5 consent.cadre=none

# K alone and TIDAK: nobody is told.
sms from +6281234560006 "AMAN"
sms from +6281234560006 "IZIN"
sms from +6281234560006 "K"
forget
sms from +6281234560006 "TIDAK"
expect text R35 to +6281234560006
expect report consent.letters=

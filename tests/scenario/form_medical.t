# 3 in R06, alone or among others, is met with R25 at once: within days a
# clinic can help. YA is a wish for the officer, no consent (I6); ok is no YA.
repeat 3
  sms from +628123456{n} "AMAN"
  sms from +628123456{n} "1"
  sms from +628123456{n} "0"
  sms from +628123456{n} "0"
  sms from +628123456{n} "0"
  expect text R02 to +628123456{n}
  expect text R30 to +628123456{n}
  expect text R07 to +628123456{n}
  expect text R33 to +628123456{n}
  expect text R06 to +628123456{n}
end
sms from +6281234560001 "3"
expect text R25 to +6281234560001
sms from +6281234560001 "YA"
expect text R13 to +6281234560001
expect report 1 marks=wants_company,medical_window consent.asked=no consent.letters=
sms from +6281234560002 "1 3"
expect text R25 to +6281234560002
sms from +6281234560002 "TIDAK"
expect text R13 to +6281234560002
expect report 2 marks=medical_window consent.asked=no
# a digit says neither yes nor no; R25 is one of R06's own questions
sms from +6281234560003 "34"
expect text R25 to +6281234560003
sms from +6281234560003 "1"
expect text R03 to +6281234560003
expect report 3 marks=medical_window consent.asked=no

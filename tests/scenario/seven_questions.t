# I8: at most seven questions in a row; the eighth is a thank-you. Menus and
# her own 9 are not counted as questions.
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
repeat 3
  sms from +6281234567801 "1"
  expect text R30 to +6281234567801
  sms from +6281234567801 "0"
  expect text R07 to +6281234567801
  sms from +6281234567801 "AMAN"
  expect text R02 to +6281234567801
end
sms from +6281234567801 "1"
expect text R30 to +6281234567801
sms from +6281234567801 "0"
expect text R03 to +6281234567801

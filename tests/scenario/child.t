# Under 18 by her own answer only, as a digit or in years: R09, and no form.
repeat 4
  sms from +628123456{n} "AMAN"
  sms from +628123456{n} "1"
  sms from +628123456{n} "2"
  sms from +628123456{n} "0"
end
forget
sms from +6281234560001 "1"
expect text R09 to +6281234560001
sms from +6281234560001 "bibi"
expect text R03 to +6281234560001
expect report 1 minor=yes reporter=self
expect message 6 of report 1 "bibi" answers=R09
sms from +6281234560002 "16 tahun"
expect text R09 to +6281234560002
sms from +6281234560002 "0"
expect text R03 to +6281234560002
expect report 2 minor=yes
# 9 if she is afraid
sms from +6281234560003 "aku 15 thn"
expect text R03 to +6281234560003
sms from +6281234560004 "umur 17"
expect text R09 to +6281234560004
sms from +6281234560004 "9"
expect text R05 to +6281234560004
expect report 4 minor=yes urgency=high emergency=yes

# A word about a child says nothing of the one who writes.
sms from +6281234567802 "anak saya sakit karena ayahnya"
forget
expect report minor=none

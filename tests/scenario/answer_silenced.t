# I3: X, STOP and N bind the officer's sends too, window or not.
repeat 3
  sms from +628123456{n} "AMAN"
  sms from +628123456{n} "1"
  sms from +628123456{n} "0"
  sms from +628123456{n} "0"
  sms from +628123456{n} "0"
  sms from +628123456{n} "0"
  sms from +628123456{n} "1S"
  officer confirm phone own
end
forget
sms from +6281234560001 "X"
sms from +6281234560002 "STOP"
expect text R20 to +6281234560002
expect report 2 contact.way=sms
officer 1 reply text "Silakan datang ke balai desa besok jam 9."
officer 2 reply text "Silakan datang ke balai desa besok jam 9."
pass 2h
expect no text
# by voice she can say never
officer 3 confirm window N
officer 3 reply text "Silakan datang ke balai desa besok jam 9."
pass 2h
expect no text
# nor does an override reach any of them
officer 1 override reason "dokter menunggu"
expect answer error=silenced
officer 2 override reason "dokter menunggu"
expect answer error=silenced
officer 3 override reason "dokter menunggu"
expect answer error=silenced
# when she writes again, it is offered or sent again
pass 20h
sms from +6281234560001 "ada kabar apa"
forget
pass 1m
expect report 1 contact.silenced_at=none

# I16: what seems to call it off in a high case is put before the officer as
# possibly forced; nothing is lowered, closed or hidden by it.
repeat 5
  sms from +628123456{n} "suami saya pukul saya"
  expect text R04 to +628123456{n}
end
sms from +6281234560001 "tidak jadi"
expect text R32 to +6281234560001
expect report 1 marks=possibly_forced urgency=high state=new
sms from +6281234560002 "sudah baikan"
expect text R32 to +6281234560002
expect report 2 marks=possibly_forced urgency=high
sms from +6281234560003 "STOP"
expect text R20 to +6281234560003
expect report 3 marks=possibly_forced urgency=high
sms from +6281234560004 "HAPUS"
expect text R21 to +6281234560004
expect report 4 marks=possibly_forced urgency=high state=new
sms from +6281234560005 "SALAH SAMBUNG"
expect no text
expect report 5 marks=possibly_forced,wrong_number urgency=high

# In a low case it is only what it says.
sms from +6281234560006 "halo, apakah kantor buka"
expect text R01 to +6281234560006
sms from +6281234560006 "tidak jadi"
expect no text
expect report marks=none urgency=low
# words inside a story are no command
sms from +6281234560007 "dia bilang stop jangan lapor"
forget
expect report contact.silenced_at=none marks=none

# I2: a machine that sends our own words back hears no more of them.
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
sms from +6281234567890 "Re: Info Desa: pesan sudah masuk. Boleh dibalas di HP ini? Balas 1 boleh, X jangan. Nomor penting: 112."
expect no text
pass 40m
sms from +6281234567890 "Saya sedang rapat"
expect no text
sms from +6281234567890 "9"
expect no text
expect report urgency=high emergency=yes
pass 25h
sms from +6281234567890 "halo, saya sudah kembali"
expect text R01 to +6281234567890

# Two Siagas that text each other fall silent after one message each, also
# with the texts of a longer conversation.
sms from +6281234567801 "Info Kita: balas 9 mendesak, 1 minta ditelepon, 2 kirim pesan, 3 jadwal layanan, 0 selesai. Atau tulis saja."
expect no text
sms from +6281234567801 "Info Kita: pesan dicatat, dibaca petugas paling lambat 14.00. Balas 9 bila mendesak, X berhenti. Nomor penting: 112."
expect no text
sms from +6281234567802 "halo"
expect text R01 to +6281234567802
sms from +6281234567802 "Info Kita: pesan sudah masuk. Boleh dibalas di HP ini? Balas 1 boleh, X jangan. Nomor penting: 112."
sms from +6281234567802 "Info Kita: pesan sudah masuk. Boleh dibalas di HP ini? Balas 1 boleh, X jangan. Nomor penting: 112."
expect no text

# An auto-responder: one answer, whatever it says afterwards.
20 times sms from +6281234567803 "Saya sedang menyetir, nanti saya hubungi kembali."
expect text R01 to +6281234567803
expect no text
# also every half hour of a day: never more than six
repeat 20
  pass 31m
  sms from +6281234567803 "Saya sedang menyetir, nanti saya hubungi kembali."
end
5 times expect text R01 to +6281234567803
expect no text

# Whatever text of another Siaga comes first, at most one of ours follows, and
# to the next ones none.
sms from +6281234560001 "Info Kita: ini nomor informasi warga. Balas JADWAL untuk jadwal layanan, 1 untuk bertanya. Nomor penting: 112."
sms from +6281234560001 "Info Kita: perlu info layanan? Balas 1 minta ditelepon, 2 lewat SMS, 9 mendesak, X jangan dibalas. Nomor penting: 112."
sms from +6281234560001 "Info Kita: pesan disimpan, dibaca jam 08.00 Senin. Balas 9 bila mendesak, X berhenti. Nomor penting: 112."
sms from +6281234560001 "Info Kita: baik, tidak ada SMS lagi. Bila perlu kelak, kirim pesan kapan saja."
sms from +6281234560001 "Info Kita: petugas sedang dihubungi. Bila bisa, pergi ke tempat ramai. Telepon 112 atau 110. Balas nama desa saja, lalu hapus SMS ini."
sms from +6281234560001 "Info Kita: ada jawaban petugas. Balas 1 untuk baca, X nanti saja."
expect no text
# after our R01 to a person's question, the other box answers it
sms from +6281234560002 "halo, apakah kantor buka"
expect text R01 to +6281234560002
sms from +6281234560002 "Info Kita: pesan dicatat, dibaca petugas paling lambat 14.00. Balas 9 bila mendesak, X berhenti. Nomor penting: 112."
sms from +6281234560002 "Info Kita: pesan sudah masuk ke petugas. Dari desa mana? Balas nama desa saja. X berhenti. Nomor penting: 112."
expect no text
# its cry is heard all the same: a person may have forwarded our text
sms from +6281234560002 "9"
expect report urgency=high emergency=yes
forget

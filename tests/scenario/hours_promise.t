# Outside hours R03 promises no reader before the office opens, unless she
# spoke of danger: then somebody is woken.
config cover hours = Senin-Jumat 08.00-15.00
sms from +6281234567801 "AMAN"
expect text R02 to +6281234567801
sms from +6281234567801 "saya ingin bercerita"
expect text "Info Desa: terima kasih. Ini bukan salah Anda. Kode <code>, ingat lalu hapus SMS ini. Dibaca paling lambat Senin 08.00. Bahaya? Balas 9. X berhenti." to +6281234567801
sms from +6281234567802 "suami saya memukul saya"
expect text R04 to +6281234567802
sms from +6281234567802 "Sokawera"
expect text "Info Desa: pesan dicatat, dibaca petugas paling lambat 14.00. Balas 9 bila mendesak, X berhenti." to +6281234567802

# SIGHUP: a clean set serves new conversations at once; one that is under way
# ends on the words it began with; a set with faults is refused whole.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
template id R31 "{cover}: menu baru. Balas 9 mendesak, 1 minta ditelepon, 2 kirim pesan, 3 jadwal layanan, 0 selesai."
reload
sms from +6281234567801 "1"
expect text "Info Desa: balas 9 mendesak, 1 minta ditelepon, 2 kirim pesan, 3 jadwal layanan, 0 selesai. Atau tulis saja." to +6281234567801
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
sms from +6281234567802 "1"
expect text "Info Desa: menu baru. Balas 9 mendesak, 1 minta ditelepon, 2 kirim pesan, 3 jadwal layanan, 0 selesai." to +6281234567802

# A banned word in a neutral text, a question without a way to skip: refused,
# and what was in force stays so.
template id R31 "{cover}: polisi. Balas 9 mendesak, 1 minta ditelepon, 0 selesai."
reload fails "R31"
sms from +6281234567803 "halo, apakah kantor buka"
expect text R01 to +6281234567803
sms from +6281234567803 "1"
expect text "Info Desa: menu baru. Balas 9 mendesak, 1 minta ditelepon, 2 kirim pesan, 3 jadwal layanan, 0 selesai." to +6281234567803
template id R31 "{cover}: menu baru. Balas 9 mendesak, 1 minta ditelepon, 2 kirim pesan, 3 jadwal layanan, 0 selesai."
dialogue R07 "0     = R33" is "7     = R33"
reload fails "R07"
dialogue R07 "7     = R33" is "9     = R33"
reload fails "9"

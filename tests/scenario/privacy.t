# The papers of UU 27/2022 say what is so at that moment: figures change with
# reports, days and decisions, and no slot is left open in either language.
heartbeat 1h
config retention closed_days = 400
config webhook police recipient = police
config webhook police url = https://siaga:x@polres.example.org:8443/in/path?key=1
config webhook police allow_cidr = 10.0.0.0/8
config webhook police fields = code
config webhook district fields = code urgency village

command privacy {"document":"breach"}
expect paper "| Laporan seluruhnya, sejak belum pernah | 0 |"
expect paper "| Nomor telepon yang masih dapat disebut kotak | 0 |"
expect paper "Tidak ada nomor yang masih dapat disebut kotak."
expect answer result.document=breach result.language=id

sms from +6281234567801 "suami saya memukul saya"
expect text R04 to +6281234567801
sms from +6281234567802 "halo, apakah kantor buka"
expect text R01 to +6281234567802
sms from +6281234567803 "halo, saya mau tanya"
expect text R01 to +6281234567803
forget
command privacy {"document":"breach"}
expect paper "| Laporan seluruhnya, sejak 2026-11-21 10:00 WIB | 3 |"
expect paper "| - berjalan | 3 |"
expect paper "| Nomor telepon yang masih dapat disebut kotak | 3 |"
expect paper "| Kunci harian yang hidup | 1 |"
expect paper "| - yang tertua: hari | 2026-11-21 (UTC) |"
expect paper "| - dihapus sesudah | 2026-11-25 07:00 WIB |"
# This box keeps both keys in its state: that is what the paper must say.
expect paper "anggap isi 3 laporan TERBACA"
expect paper "anggap 3 nomor yang masih berkunci harian TERBACA"
expect no paper "+62"
expect no paper "8123456"
expect no paper "memukul"
expect no paper "Info Desa"

# Closed, waiting for erasure, erased: each report in one state.
officer 2 close reason "selesai"
officer 3 urgency low
sms from +6281234567803 "HAPUS YA"
expect text R22 to +6281234567803
forget
command privacy {"document":"breach"}
expect paper "| - berjalan | 1 |"
expect paper "| - ditutup | 1 |"
expect paper "| - menunggu penghapusan | 1 |"
officer 3 erase reason "ia minta"
forget
command privacy {"document":"breach","language":"en"}
expect paper "| All reports, since 2026-11-21 10:00 WIB | 3 |"
expect paper "| - waiting for erasure | 0 |"
expect paper "| - contents erased (their keys are destroyed) | 1 |"
expect paper "take the contents of 2 reports as READABLE"

# Every destination, its host alone, and what it may be told.
command privacy {"document":"record","language":"en"}
expect paper "| district | office | 127.0.0.1 | office network | report.* | report's code, urgency and emergency, village |"
expect paper "| police | police | polres.example.org | office network | report.* | report's code |"
expect no paper "8443"
expect no paper "in/path"
expect no paper "siaga:x"
expect paper "Key holders: 1."
expect paper "3 reports since 2026-11-21 10:00 WIB: 1 open, 1 closed"
expect paper "Last backup of data: never."
command privacy {"document":"record"}
expect paper "| police | polisi | polres.example.org | jaringan kantor | report.* | kode laporan |"
expect paper "dihapus 72 jam sesudah harinya berakhir"
expect paper "| Laporan yang ditutup | 400 hari sesudah ditutup"
expect paper "| Karantina | 90 hari sesudah dibaca petugas |"
expect no paper "TO COMPLETE"
command privacy {"document":"dpia"}
expect paper "2 tujuan webhook, 0 di antaranya lewat internet"
expect paper "tertua 2026-11-21 (UTC)"
command privacy {"document":"dpia","language":"en"}
expect paper "2 webhook destinations, 0 of them over the internet"

# 3 x 24 hours, from when it was noticed.
pass 1d
command privacy {"document":"breach","at":"2026-11-21T10:30"}
expect paper "| Diketahui | 2026-11-21 10:30 WIB |"
expect paper "**2026-11-24 10:30 WIB**"
expect paper "masih 48 jam 30 menit"
command privacy {"document":"breach"}
expect paper "masih 72 jam 0 menit"
pass 3d
command privacy {"document":"breach","at":"2026-11-21 10:30"}
expect paper "SUDAH LEWAT 23 jam 30 menit"
command privacy {"document":"breach","at":"2026-11-21 10:30","language":"en"}
expect paper "OVERDUE by 23 hours 30 minutes"
command privacy {"document":"breach","at":"2026-12-01T10:00"}
expect answer error=bad_arguments
command privacy {"document":"breach","at":"2026-02-31T10:00"}
expect answer error=bad_arguments
command privacy {"document":"breach","at":"2026-11-21T10:00x"}
expect answer error=bad_arguments
command privacy {"document":"breach","at":"kemarin"}
expect answer error=bad_arguments
command privacy {"document":"dpia","at":"2026-11-21T10:00"}
expect answer error=bad_arguments
command privacy {"document":"breach","language":"jv"}
expect answer error=bad_arguments
command privacy {"document":"../sms/id/R01"}
expect answer error=bad_arguments
command privacy {}
expect answer error=bad_arguments

# People's keys under passphrases: who holds the box still lacks one.
who first
does key.init sari
unlocks sari
does people.add budi role officer
does key.officer budi
who nobody
command privacy {"document":"breach","language":"en"}
expect paper "The contents of 2 reports are sealed; the keys of 2 people lie on the box under their passphrases"
expect paper "| Holders of officers' keys | 2 |"
expect paper "| First officer's key | not on the box. |"
command privacy {"document":"breach"}
expect paper "kunci 2 orang ada di kotak di bawah kata sandi masing-masing"
command privacy {"document":"receipt"}
expect answer error=bad_arguments

# After the routing time the box names nobody, and says so.
pass 1h
command privacy {"document":"breach"}
expect paper "| Nomor telepon yang masih dapat disebut kotak | 0 |"
expect paper "Tidak ada nomor yang masih dapat disebut kotak."
expect paper "| Laporan seluruhnya, sejak 2026-11-21 10:00 WIB | 3 |"

# A clock that nobody has set is said on every paper.
stop
clock unset
restart
command privacy {"document":"record"}
expect paper "JAM KOTAK BELUM DISETEL"
forget

# JADWAL: the cover's hours, from configuration, at any moment and level.
config cover hours = Senin-Jumat 08.00-15.00
config cover place = balai desa
sms from +6281234567801 "JADWAL"
expect text R29 to +6281234567801
sms from +6281234567801 "siapa ini"
expect text R23 to +6281234567801
sms from +6281234567801 "jadwal"
expect text R29 to +6281234567801
sms from +6281234567801 "AMAN"
forget

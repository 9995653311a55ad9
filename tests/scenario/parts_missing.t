# A part that never comes: what came is filed after a minute, its gap shown.
sms from +6281234567890 "bapak guru " part 1/3 ref 7
sms from +6281234567890 "di sekolah" part 3/3 ref 7
pass 59s
expect reports 0
pass 2s
expect text R01 to +6281234567890
expect reports 1
expect message 1 parts=3
expect sim 0

# With a danger word it does not wait so long; and a crash loses nothing.
sms from +6281234567891 "suami saya memukul " part 1/2 ref 8
crash
restart
pass 11s
expect text R04 to +6281234567891
expect report urgency=high
pass 1h
expect no text
expect sim 0
forget

# Nonsense in the header is read as a text of its own.
sms from +6281234567892 "nomor urut nol" part 0/2 ref 1
expect text R01 to +6281234567892
sms from +6281234567893 "bagian tiga dari dua" part 3/2 ref 1
expect text R01 to +6281234567893
sms from +6281234567894 "satu dari satu" part 1/1 ref 1
expect text R01 to +6281234567894
forget

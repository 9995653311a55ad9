# A long case still fits the officer's screen: the newest of what was sent and
# done, and that older ones are left out.
sms from +6281234567801 "saya mau cerita"
40 times sms from +6281234567801 "ini adalah cerita yang panjang sekali tentang apa yang terjadi kemarin malam di rumah kami dan saya tidak tahu harus bagaimana lagi sekarang ini"
120 times officer urgency low reason "alasan yang cukup panjang untuk menurunkan urgensi karena sudah dibicarakan lewat telepon dengan ibu itu dan ia menyatakan sudah aman di rumah orang tuanya sekarang"
60 times officer reply text "Kami sudah membaca pesan Ibu dan akan membantu, silakan datang ke balai desa besok pagi jam sembilan, kami menunggu di sana."
forget
expect report 1 urgency=low older_left_out=yes messages=41
officer reply withdraw
expect answer error=none

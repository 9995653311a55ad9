# Four cries at once, and one SIM that needs its time: the officer is told of
# all that wait in one text, the newest first, and takes one of them by its code.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
modem answers sent after 5s
repeat 4
sms from +6281500{n} "9"
end
expect text R04 to +62815000001
pass 5s
expect text "MENDESAK: 4 menunggu petugas, di antaranya <code:4> <code:3> <code:2> <code:1>. Balas KODE Y untuk yang Anda ambil. Lainnya di papan." to +6281311110001 valid 300
pass 5s
expect text R04
pass 10s
expect text R04
expect text R04
expect no text
sms from +6281311110001 "<code:2> y"
expect log "event=alert.accepted report=<code:2> by=ani"
forget

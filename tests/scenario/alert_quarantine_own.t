# Ani's own text looked like a scam and is released by an officer: Ani is not
# asked about her own report, and the law's three days have begun.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281311110001 "selamat anda menang hadiah undian, klik http://x.id"
expect quarantine 1
officer release reason "cerita di balik tautan"
expect report clocks.tpks.begun_at=2026-11-21T03:00:00Z
expect text P04 to +6281311110002
expect no text

# Twelve drills of a province (10,000 cadres) have used up the codes of four
# letters: reports still get somebody.
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567899 "saya mau lapor"
command alert.outcome {"alert":"<code>","outcome":"contacted"}
stop
sql siaga.db "INSERT INTO drill (id, begun_at, ends_at, by) VALUES (1, 1, 2, '-')"
sql siaga.db "WITH c(x) AS (VALUES ('2'),('3'),('4'),('6'),('7'),('9'),('C'),('D'),('F'),('G'),('H'),('J'),('K'),('M'),('N'),('P'),('R'),('T'),('W'),('X')) INSERT OR IGNORE INTO alert (drill_id, part, person, code, round, state, raised_at, due_at) SELECT 1, 'cadre', 'ani', a.x || b.x || d.x || e.x, 1, 'expired', 1, 2 FROM c a, c b, c d, c e"
restart
forget
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
forget

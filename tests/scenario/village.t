# The village she answers with, matched with the roster's: once, if it is
# clear; otherwise an officer reads what she typed and says it by voice.
config webhook district fields = code urgency village
import villages.csv "code,name,kecamatan,aliases,population\n10.1,Sokawera,Somagede,Skw,3000\n10.2,Kemawi,Somagede,,2000\n20.1,Sidomulyo,Bukit,,900\n20.2,Sidomulyo,Lembah,,800" people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
sms from +6281234567890 "suami saya memukul saya"
expect text P01 to +6281311110001
expect text R04 to +6281234567890
expect webhook report.filed village=none
expect report village=none
sms from +6281234567890 "ds sokawera"
expect report village=Sokawera
expect webhook report.updated village=Sokawera
forget
# A later text does not change it (I16); an officer can.
sms from +6281234567890 "9"
sms from +6281234567890 "kemawi"
expect report village=Sokawera
expect message 4 "kemawi" village=kemawi
officer confirm village kemawi
expect report village=Kemawi
forget

# Two of one name: nobody guesses. People are shown which one is meant.
sms from +6281234567891 "suami saya memukul saya"
sms from +6281234567891 "Sidomulyo"
expect report village=none
expect message 2 "Sidomulyo" village=Sidomulyo
officer confirm village Sidomulyo
expect answer error=several
expect said "20.2 Sidomulyo"
officer confirm village atlantis
expect answer error=not_found
officer confirm village 20.2
expect answer error=none
command report.list {}
expect result 2.village=Kemawi
forget

# None of ours stays what she typed, for an officer to read.
sms from +6281234567892 "suami saya memukul saya"
sms from +6281234567892 "di rumah ibu"
expect report village=none
expect message 2 "di rumah ibu" answers=R04
forget
# Who wants to be erased is not shown any more, and loses it.
sms from +6281234567890 "HAPUS YA"
expect report 1 state=erase_pending village=none
officer 1 erase reason "dia minta"
expect report 1 state=erased village=none
forget

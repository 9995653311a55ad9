# Which of her words are of which class of danger or concern is told to whoever
# opens the report, and to nobody else.
import shipped
who first
does key.init ratna
unlocks ratna
sms from +6281234567802 "suami saya memukul saya, saya sedang hamil"
forget
does report.show report 1
expect result received.1.danger.1.class=HIT received.1.danger.1.words.1=memukul
expect result received.1.danger.2.class=PREGNANT received.1.danger.2.words.1=hamil
expect result received.1.danger.3.class=SPOUSE received.1.danger.3.words.1=suami
who nobody
does report.show report 1
expect answer lacks "danger"
expect answer lacks "memukul"

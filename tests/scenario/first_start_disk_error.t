# One error of the disk in the first start, and the next start goes on. (A
# failed `PRAGMA application_id` is ignored; the store is then called a
# stranger's for ever.)
disk fails at sync 5
restart perhaps
disk fine
restart
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890

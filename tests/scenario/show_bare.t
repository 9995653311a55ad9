# Without a key that opens it a report is a row and times: no words of hers, no
# words of an officer, nothing of what was found out about her.
who first
does key.init sari
unlocks sari
does people.add budi role officer
does key.officer budi
sms from +6281234567890 "halo, apakah kantor buka"
sms from +6281234567890 "suami saya memukul saya"
officer confirm phone own window 1S
officer reply text "Datang ke rumah bidan jam 9."
pass 20h
pass 30m
forget
who nobody
does report.show report 1
expect result urgency=high state=new words=none contact=none replies=none acts=none marks=none consent=none minor=none
expect answer lacks "bidan"
expect answer lacks "words"
expect answer lacks "halo"
unlocks sari
does report.show report 1
expect answer holds "bidan"
expect answer holds "contact"

# Nor is an officer shown more of what is assigned to others.
does report.assign report 1 to sari
unlocks budi
does report.show report 1
expect result not_assigned=yes contact=none replies=none
expect answer lacks "bidan"

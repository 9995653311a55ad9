# Everybody who held a key is gone. Two sheets of paper give a new supervisor
# one, and every report opens again, those of months in which nobody unlocked
# as well.
heartbeat 1h
sms from +6281234567890 "suami saya memukul saya"
expect text R04 to +6281234567890
who first
does key.init sari
unlocks sari
does key.recovery siaga-recovery-MOUp1Sm5ykccMMpE_CncPJspPQk50IDoQHtdMUzTwzCM3vMM
expect result recovery=yes first_officer_key=no
does people.add budi role officer
does key.officer budi
does report.assign report 1 to budi

# The box is off over the turn of the year; nobody is there in the new month.
stop
pass 45d
restart
sms from +6281234567891 "saya diancam suami"
expect text R04 to +6281234567891
pass 40d
sms from +6281234567892 "saya dipukul suami lagi"
expect text R04 to +6281234567892
forget

# What was sealed then opens for all who held a key when it was.
unlocks budi
expect message 1 of report 1 "suami saya memukul saya"
expect message 1 of report 2 "saya diancam suami"
expect message 1 of report 3 "saya dipukul suami lagi"

# Now nobody is left who could.
who nobody
does people.add tuti role supervisor
expect answer error=locked
who recovery
does people.add tuti role supervisor
expect answer error=none
does key.officer tuti
expect result readers=3 supervisors=2
unlocks tuti
expect message 1 of report 1 "suami saya memukul saya"
expect message 1 of report 2 "saya diancam suami"
expect message 1 of report 3 "saya dipukul suami lagi"

# The paper reads no report by itself, and is none of the office's people.
who recovery
does report.reveal report 1 reason "coba"
expect answer error=forbidden
does key.recovery siaga-recovery-MOUp1Sm5ykccMMpE_CncPJspPQk50IDoQHtdMUzTwzCM3vMM
expect answer error=forbidden

# She clears up, and who is gone opens nothing that comes.
who tuti
does people.remove sari reason "hilang"
does people.remove budi reason "hilang"
unlocks budi
expect answer error=bad_passphrase
sms from +6281234567893 "suami memukul saya lagi"
expect text R04 to +6281234567893
who tuti
expect message 1 of report 4 "suami memukul saya lagi"

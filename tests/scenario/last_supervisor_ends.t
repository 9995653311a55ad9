# Other dates lock nobody out: the last supervisor's time does not end before
# another one has a key and serves. A session ends with the time of office.
who first
does key.init sari
unlocks sari
does people.add adi role administrator
does key.officer adi
does people.add budi role officer
does key.officer budi
unlocks budi
unlocks adi
does people.add sari to 2020-01-01
expect answer error=last_key
does people.add sari from 2090-01-01
expect answer error=last_key
unlocks sari
does people.add budi to 2020-01-01
expect answer error=none
sms from +6281234567890 "suami saya memukul saya"
forget
pass 61s
who budi
expect message 1 of report 1 sealed=yes
expect report 1 session_over=yes

# Another supervisor who serves: now it may end. One who no longer serves is
# nobody to count on.
unlocks sari
does people.add tini role supervisor
does key.officer tini
does people.add sari to 2020-01-01
expect answer error=none
pass 61s
who sari
does key.officer tini
expect answer error=locked
unlocks tini
does people.add tini to 2020-01-01
expect answer error=last_key

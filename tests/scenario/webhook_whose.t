# Whose report it is, which cadre, and who may ask what a destination is told
# (I6, I5).
config webhook polsek recipient = police
config webhook posko recipient = cadre
config webhook posko fields = reference village
# Told by somebody else: it alerts the officer alone, whatever is confirmed.
sms from +6281234567801 "AMAN"
sms from +6281234567801 "2"
forget
officer confirm consent P
expect webhook report.updated to district
expect no webhook
does webhook.list report 1
expect result 2.told=no 2.reason=third_party
# Nobody has said whose it is: not told either, until an officer has heard it.
sms from +6281234567802 "suami saya memukul saya"
forget
officer 2 confirm consent P
expect webhook report.updated to district
expect no webhook
does webhook.list report 2
expect result 2.reason=reporter_unknown
officer 2 confirm reporter self
expect webhook report.updated to district
expect webhook report.filed to polsek code=<code> urgency=high
expect no webhook
officer 2 confirm reporter somebody
expect answer error=bad_arguments

# A cadre of her own village, and only after YA: never of another's, for the
# box does not know whose village a destination is.
repeat 3
  sms from +628123456{n} "AMAN"
  sms from +628123456{n} "1"
  sms from +628123456{n} "IZIN"
  sms from +628123456{n} "K"
end
sms from +6281234560001 "YA"
sms from +6281234560002 "BEDA"
forget
officer 3 confirm consent K
expect webhook report.updated to district
expect webhook report.filed to posko code=none urgency=none village=none
expect no webhook
officer 4 confirm consent K
expect webhook report.updated to district
expect no webhook
does webhook.list report 4
expect result 3.reason=other_village
officer 5 confirm consent K
expect webhook report.updated to district
expect no webhook
does webhook.list report 5
expect result 3.reason=no_consent
does webhook.list
expect result 3.fields=reference 3.never=village 3.state=ready 3.dead_letters=0 3.waiting=0 1.recipient=office

# The word that proves it is she: no officer has to confirm it.
officer 3 confirm word melati
sms from +6281234560001 "melati"
sms from +6281234560001 "IZIN"
sms from +6281234560001 "KP"
sms from +6281234560001 "YA"
expect report 3 consent.letters=KP consent.provisional=no
expect webhook report.filed to polsek code=<code:3>
forget

# With keys: destinations are everybody's to see, a report is casework.
who first
does key.init sari name "Sari"
unlocks sari
does people.add adi role administrator name "Adi"
does people.add ina role auditor name "Ina"
does key.officer adi
does key.officer ina
does webhook.list report 2
expect result 2.told=yes
unlocks ina
does webhook.list
expect result 2.name=polsek
does webhook.list report 2
expect answer error=forbidden
who nobody
does webhook.list report 2
expect answer error=locked
unlocks adi
does webhook.list report 2
expect result 2.told=yes
command webhook.list {"code":"2222"}
expect answer error=not_found

# I6, field by field: who is told what of a report, and why the rest is not
# told, as she consents, as an officer confirms it, and as she takes it back.
config webhook district fields = code urgency village state minor reporter consent phone
config webhook rsud recipient = health
config webhook rsud fields = code urgency minor
config webhook polsek recipient = police
config webhook polsek fields = reference
config webhook posko recipient = cadre
config webhook rumah recipient = shelter
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
sms from +6281234567801 "IZIN"
sms from +6281234567801 "KMP"
sms from +6281234567801 "YA"
forget
expect report reporter=self consent.letters=KMP consent.provisional=yes

# Before an officer has heard it the office alone is told, and no more than
# code, urgency and village.
sms from +6281234567801 "besok saya cerita lagi"
expect webhook report.updated to district urgency=medium village=none state=none consent=none phone=none
expect no webhook
does webhook.list report 1
expect result 1.name=district 1.told=yes 1.fields.2.told=yes 1.fields.5.reason=consent_provisional
expect result 2.told=no 2.reason=consent_provisional 2.fields.2.reason=consent_provisional 2.fields.1.reason=consent_provisional
expect result 4.name=posko 4.fields.1.reason=consent_provisional 4.fields.2.reason=never
expect result 5.reason=no_consent
forget

# Confirmed: their first news is that it was filed. What is not configured is
# left out, and so is what a recipient is never told: a cadre gets no code.
officer confirm consent KMP
expect webhook report.updated to district state=new reporter=self consent=KMP minor=none
expect webhook report.filed to rsud urgency=medium minor=none village=none reference=none
expect webhook report.filed to polsek code=none urgency=none emergency=none
expect webhook report.filed to posko code=none urgency=none emergency=none village=none
expect no webhook
does webhook.list report 1
expect result 2.told=yes 2.fields.1.reason=not_configured 2.fields.3.value=medium 2.fields.11.reason=never
expect result 3.fields.1.told=yes 3.fields.2.reason=not_configured
expect result 4.fields.1.told=yes 4.fields.2.reason=never 4.fields.3.reason=never 4.fields.4.reason=never

# Who is not told the urgency is not told it by the name of an event.
sms from +6281234567801 "9"
expect webhook report.urgent to district
expect webhook report.urgent to rsud urgency=high
expect webhook report.updated to polsek
expect webhook report.updated to posko
forget

# She takes the police back: they hear nothing more, not even the end.
sms from +6281234567801 "IZIN"
sms from +6281234567801 "MK"
sms from +6281234567801 "YA"
forget
expect report consent.letters=KM
officer close reason "selesai" agreed
expect webhook report.closed to district
expect webhook report.updated to district
expect webhook report.closed to rsud
expect webhook report.updated to rsud
expect webhook report.closed to posko
expect webhook report.updated to posko
expect no webhook
does webhook.list report 1
expect result 3.told=no 3.reason=no_consent

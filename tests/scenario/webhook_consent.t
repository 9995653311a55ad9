# I6: before consent only the office hears anything at all, and what its
# `fields` allow.
config webhook district fields = code
config webhook posko recipient = cadre
config webhook polsek recipient = police
config webhook rsud recipient = health
config webhook quiet events = alert.declined
sms from +6281234567890 "tolong, suami saya memukul saya"
expect text R04 to +6281234567890
expect webhook report.filed to district urgency=none emergency=none village=none
expect nothing

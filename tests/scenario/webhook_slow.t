# One receiver that never answers delays neither the other nor her answer.
config webhook district fields = code urgency
config webhook backup events = report.*
webhook district answers silent
repeat 20
sms from +6281100{n} "suami saya memukul saya"
expect text R04 to +6281100{n}
expect webhook report.filed to backup
end
expect outbox webhook delivered 20
expect outbox webhook sending 1   # and one alarm: there is no roster
expect outbox webhook queued 19
forget

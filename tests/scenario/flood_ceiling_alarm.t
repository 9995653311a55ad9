# The SIM has spent its day and alerts cannot leave by text: that is an alarm at
# once, by the way that is left (I13), not a line in the log.
config modem a texts_per_day = 12
config modem a alert_reserve = 4
config webhook district events = report.closed
import people.csv "id,role,name,number,sex,villages,channels,pin\nani,officer,Ani,081311110001,P,*,sms,\nbudi,officer,Budi,081311110002,L,*,sms," duty.csv "id,days,from,to,area\nani,*,00:00,24:00,*"
forget
repeat 25
sms from +6281500{n} "9"
end
expect log "modem.ceiling"
expect webhook gateway.alarm alarm=modem_ceiling
pass 4m
expect no webhook   # once, as long as it lasts
forget

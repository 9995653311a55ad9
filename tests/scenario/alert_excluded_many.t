# More than a few hundred must not hear of a report: none of them is asked, and
# the alarm says that nobody is left.
config webhook district events = gateway.*
repeat 300
import people.csv "id,role,name,number,sex,villages,channels,pin\np{n},officer,P,,P,*,webhook:district,"
end
import duty.csv "id,days,from,to,area\np0001,*,00:00,24:00,*"
sms from +6281234567890 "halo"
repeat 300
command report.exclude {"code":"<code>","person":"p{n}"}
end
forget
pass 1m
command alert.list {"open":true}
expect result 1.code=none
expect log "cause=nobody_on_duty"
forget

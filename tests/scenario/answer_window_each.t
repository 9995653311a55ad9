# One whose six texts of the day are spent holds up nobody else's answer.
repeat 2
sms from +6281234{n}00 "AMAN"
sms from +6281234{n}00 "1"
sms from +6281234{n}00 "0"
sms from +6281234{n}00 "0"
sms from +6281234{n}00 "0"
sms from +6281234{n}00 "0"
sms from +6281234{n}00 "3S" # 14.00 to 18.00
officer confirm phone own
end
pass 31m
6 times sms from +6281234000100 "JADWAL"
forget
officer 1 reply text "Silakan datang ke balai desa besok jam 9."
officer 2 reply text "Silakan datang ke balai desa lusa jam 8."
pass 4h
expect text "Silakan datang ke balai desa lusa jam 8." to +6281234000200
expect no text
expect report 1 replies.1.state=waiting

# "The service is finished" is not said in a case that is open again.
heartbeat 1h
sms from +6281234567801 "AMAN"
sms from +6281234567801 "1"
4 times sms from +6281234567801 "0"
sms from +6281234567801 "3S"
forget
officer close reason "selesai, ia setuju" agreed
sms from +6281234567801 "dia datang lagi semalam"
forget
expect report state=new
officer confirm phone own
pass 1d
expect no text
# reopened by the officer: the same
officer close reason "selesai, ia setuju" agreed
officer close reopen reason "keliru"
pass 1d
expect no text

# Once, even if the case is closed once more.
sms from +6281234567802 "AMAN"
sms from +6281234567802 "1"
4 times sms from +6281234567802 "0"
sms from +6281234567802 "2S"
forget
officer confirm phone own
pass 16m
officer close reason "selesai, ia setuju" agreed
pass 1d
expect text R27 to +6281234567802
delivery ok
officer close reopen reason "keliru"
officer close reason "selesai, ia setuju" agreed
pass 2d
expect no text

# Not a month after her last text, though it waited since before.
sms from +6281234567803 "AMAN"
sms from +6281234567803 "1"
4 times sms from +6281234567803 "0"
sms from +6281234567803 "2S"
forget
pass 10d
officer close reason "selesai, ia setuju" agreed
pass 40d
officer confirm phone own
pass 1d
expect no text

# "The service is finished" is not said in a case that is open again.
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

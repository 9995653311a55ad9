# Saturday: the office is closed

config cover hours = Senin-Jumat 08.00-15.00

# A question waits until Monday, and the text says so.
sms from +6281234567801 "halo, saya mau bertanya" # hello, I want to ask something
expect text R01 to +6281234567801
sms from +6281234567801 "1" # you may answer on this phone
expect text R31 to +6281234567801
sms from +6281234567801 "2" # a message
expect text R17 to +6281234567801

# Danger does not wait: somebody is woken.
pass 10m
sms from +6281234567802 "suami pukul saya" # my husband hits me
expect text R04 to +6281234567802
sms from +6281234567802 "Sokawera" # the village
expect text R32 to +6281234567802

# A day's texts of a SIM have a ceiling with a reserve for alerts; what is not
# answered is filed all the same.
config modem a texts_per_day = 12
config modem a alert_reserve = 2
20 times sms from +628123456{n} "halo, apakah kantor buka"
pass 1h
10 times expect text R01
expect no text
expect reports 20
# a cry for help takes from the reserve
sms from +6281234560099 "9"
expect text R04 to +6281234560099
expect reports 21

# Listings come in pages: nothing is left out, nothing twice.
250 times sms from +6281100{n} "suami saya memukul saya, ke {n}"
expect reports 250
expect outbox sms sent 250
expect outbox webhook delivered 250
forget

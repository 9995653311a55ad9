# Scam from an ordinary number is kept for an officer and not answered; not
# where a word of danger stands, and not from a number with an open case.
sms from +6281234567801 "mama minta pulsa ke no ini 081299998888"
expect no text
expect quarantine 1
expect report reason=scam
sms from +6281234567802 "mama minta pulsa ke no ini, suami saya pukul saya"
expect text R04 to +6281234567802
expect quarantine 1
sms from +6281234567803 "tolong isikan pulsa, mau telp polisi"
forget
expect quarantine 1

# In her open case, in the same conversation and in a later one.
sms from +6281234567804 "halo, apakah kantor buka"
expect text R01 to +6281234567804
sms from +6281234567804 "mama minta pulsa ke no ini 081299998888"
forget
expect quarantine 1
pass 2h
sms from +6281234567804 "mama minta pulsa ke no ini 081299998888"
forget
expect quarantine 1

# Short codes and names are never answered, whatever they say.
sms from 3636 "suami saya pukul saya"
sms from TELKOMSEL "Sisa pulsa Anda Rp 100"
expect no text
expect quarantine 3

# What she said by voice is in force at once: phone, consent, window, word.
sms from +6281234567801 "suami saya pukul saya"
expect text R04 to +6281234567801
officer confirm phone shared consent MK cadre other window 2T word mangga
expect report contact.phone=shared consent.letters=KM consent.provisional=no consent.cadre=other contact.way=call contact.window=2 contact.safe_word=yes
officer confirm consent none
expect report consent.letters= consent.asked=yes
officer confirm consent KZ
expect answer error=bad_arguments
officer confirm window 5T
expect answer error=bad_arguments
officer confirm phone ours
expect answer error=bad_arguments
officer confirm word ab
expect answer error=bad_arguments
# SALAH SAMBUNG on the phone: it is not hers
officer confirm wrong-number
expect report marks=wrong_number contact.phone=his
expect no text

# His phone, and never: in every report of that number.
sms from +6281234567802 "halo, apakah kantor buka"
pass 40m
sms from +6281234567802 "halo, ini saya lagi"
forget
officer 3 confirm phone his window N
expect report 2 contact.phone=his contact.way=never
expect report 1 contact.way=call

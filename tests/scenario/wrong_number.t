# SALAH SAMBUNG: whoever holds the phone is not her, or may not be free. No
# answer, nothing more is sent, and the officer hears of it.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
officer reply text "Silakan datang ke balai desa besok jam 9."
sms from +6281234567801 "salah sambung"
expect no text
expect report marks=wrong_number
officer override reason "dokter menunggu"
expect answer error=silenced
pass 2h
expect no text

# From a number we know nothing of it is silence as well.
sms from +6281234567802 "salah sambung"
expect no text

# Her own safe word

# She chose it on the phone with the officer. It opens the plain level like
# the word on the card, and proves that it is her, also from another phone.
sms from +6281234567801 "suami pukul saya" # my husband hits me
expect text R04 to +6281234567801
officer confirm phone shared word semangka # she said it by voice
officer reads # and the report is read
pass 1d
sms from +6281234567801 "semangka" # watermelon
expect text R02 to +6281234567801
sms from +6281234567801 "0" # done
expect no text

# From her aunt's phone, with the code of her report.
pass 1d
sms from +6281234567802 "CEK <code> semangka" # how is 7F3K, and the word
expect text R18 to +6281234567802

# He found the code and tries: he learns nothing, not even that it exists.
pass 1h
sms from +6281234567803 "CEK <code> nanas" # pineapple
expect text R19 to +6281234567803
sms from +6281234567803 "CEK 4TTT nanas" # a code that nobody has
expect text R19 to +6281234567803

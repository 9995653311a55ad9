# Commands match only as the whole message, in any case, with any marks.
sms from +6281234567801 "  Stop!  "
expect text R20 to +6281234567801
sms from +6281234567802 "KELUAR"
expect no text
sms from +6281234567803 "berhenti"
expect text R20 to +6281234567803
sms from +6281234567804 "x"
expect no text

# Without a case there is no story to keep of X and STOP.
expect reports 0

# In a sentence they are no command: filed, answered.
sms from +6281234567805 "suami tidak mau berhenti merokok"
expect text R01 to +6281234567805
sms from +6281234567806 "tolong stop dia, dia memukul saya"
expect text R04 to +6281234567806
expect reports 2

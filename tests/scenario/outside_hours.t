# Saturday, and the office opens on Monday at eight: the notes say so.
heartbeat 1h
config cover hours = Senin-Jumat 08.00-15.00
sms from +6281234567801 "halo, saya mau bertanya"
expect text R01 to +6281234567801
sms from +6281234567801 "1"
expect text R31 to +6281234567801
sms from +6281234567801 "2"
expect text "Info Desa: pesan disimpan, dibaca jam 08.00 Senin. Balas 9 bila mendesak, X berhenti. Nomor penting: 112." to +6281234567801
# call me: nobody is there to take it, so she hears it now
sms from +6281234567802 "halo, saya mau bertanya"
expect text R01 to +6281234567802
sms from +6281234567802 "1"
expect text R31 to +6281234567802
sms from +6281234567802 "1"
expect text R17 to +6281234567802
expect report call.wish=soon
pass 30m
expect no text

# Danger is read at any hour: somebody is woken, so R32 and not R17.
sms from +6281234567803 "suami saya pukul saya"
expect text R04 to +6281234567803
sms from +6281234567803 "Sokawera"
expect text R32 to +6281234567803
sms from +6281234567804 "9"
expect text R04 to +6281234567804
sms from +6281234567804 "Sokawera"
expect text R32 to +6281234567804

# On Monday within hours it is R32 for everybody.
pass 47h
sms from +6281234567805 "halo, saya mau bertanya"
expect text R01 to +6281234567805
sms from +6281234567805 "1"
expect text R31 to +6281234567805
sms from +6281234567805 "2"
expect text R32 to +6281234567805

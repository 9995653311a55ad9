# Without [web] siaga-web serves the gates of USSD alone, and the doctor says
# whether it does.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
board refuses
expect doctor "USSD is not served: address_in_use"
board down
expect doctor "USSD is not served: siaga-web is not connected"
board up
expect log "event=web.serving"
expect no doctor "not served"

# A program that does not answer its heartbeat for a minute is ended and
# started again; a text in the air is unknown.
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
modem deaf
pass 59s
expect no log "peer.silent"
pass 5s
expect log "peer.silent"
modem hears
pass 10s
sms from +6281234567891 "halo, apakah kantor buka"
expect text R01 to +6281234567891
pass 1h
expect no log "peer.silent"

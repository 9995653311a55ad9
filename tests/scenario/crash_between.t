# The text is committed and on its way to the modem when siagad dies: nobody
# knows whether it left, so it is unknown and is not sent again.
crash after commit
sms from +6281234567890 "halo, apakah ada orang?"
expect down
expect no text
restart
expect sim 0
expect reports 1
expect unknown 1
pass 1h
expect no text
expect unknown 1
expect outbox webhook queued 0

# Before its COMMIT nothing has happened: the SIM offers it once more.
crash before commit
sms from +6281234567891 "halo, apakah ada orang?"
expect down
expect sim 1
restart
expect text R01 to +6281234567891
expect sim 0
expect reports 2

# A missed call is noticed, never answered, and opens no report by itself.
call from +6281234567890
call from 081234567890
call hidden
call from 3636
call from TELKOMSEL
expect no text
expect reports 0
pass 1h
expect no text

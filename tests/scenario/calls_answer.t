# An answer that waits is offered to a call as well: she rang, she did not
# have to write.
sms from +6281234567801 "halo, apakah kantor buka"
sms from +6281234567801 "1"
sms from +6281234567801 "2"
forget
officer reply text "Silakan datang ke balai desa besok jam 9."
pass 2h
call from +6281234567801
expect text R34 to +6281234567801
sms from +6281234567801 "1"
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801

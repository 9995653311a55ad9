# I4: an override takes two steps, a person and a reason, goes out at level 0,
# and is kept for good.
sms from +6281234567801 "halo, apakah kantor buka"
expect text R01 to +6281234567801
delivery ok
officer override reason "dokter menunggu"
expect answer error=nothing
officer reply text "Silakan datang ke balai desa besok jam 9."
officer override
expect answer error=reason
officer override nameless reason "dokter menunggu"
expect answer error=reason
officer override reason "dokter menunggu" confirm 000000
expect answer error=confirm
officer override reason "dokter menunggu"
expect answer error=none
expect no text
officer override confirm given
expect text "Silakan datang ke balai desa besok jam 9." to +6281234567801
expect report replies.1.override=yes acts.3.act=override acts.3.by=Sari
# the word of the first step serves once
officer override confirm given
expect answer error=nothing
delivery ok

# Plain words are not sent that way, and its ten minutes end.
officer reply text "Kami menunggu Ibu di balai desa, polisi tidak diberi tahu."
officer override reason "dokter menunggu"
expect answer error=plain
officer reply withdraw
officer reply text "Silakan datang ke balai desa lusa jam 9."
officer override reason "dokter menunggu"
pass 11m
officer override confirm given
expect answer error=confirm
expect no text

# Not after STOP, and not to his phone.
officer confirm phone his
officer override reason "dokter menunggu"
expect answer error=silenced
officer confirm phone own
sms from +6281234567801 "STOP"
expect text R20 to +6281234567801
officer override reason "dokter menunggu"
expect answer error=silenced

# The day's six texts hold for an override too, and it says so.
6 times sms from +6281234567802 "JADWAL"
sms from +6281234567802 "tolong saya dipukul"
delivery ok
forget
officer 2 reply text "Silakan datang ke balai desa besok jam 9."
officer 2 override reason "dokter menunggu"
officer 2 override confirm given
expect answer error=withheld
expect no text

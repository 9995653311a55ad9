# Triage: raising is free, lowering takes a reason; words never lower it.
sms from +6281234567801 "9"
expect text R04 to +6281234567801
officer urgency low
expect answer error=reason
expect report urgency=high emergency=yes triaged_at=none
officer urgency medium reason "anak salah tekan"
expect report urgency=medium emergency=no
officer urgency high
expect report urgency=high
officer urgency urgent
expect answer error=bad_arguments
sms from +6281234567801 "tidak apa-apa, semua baik"
forget
expect report urgency=high

# A text taken for spam that is a person's after all: the officer releases it,
# and it is an ordinary report of that number.
sms from +6281234567801 "mama minta pulsa ke no ini"
expect no text
expect quarantine 1
officer release
expect answer error=reason
officer release reason "bukan penipuan, ibu RT"
expect quarantine 0
expect reports 1
sms from +6281234567801 "halo, ini ibu RT"
expect reports 1
expect report messages=2
officer release reason "lagi"
expect answer error=state

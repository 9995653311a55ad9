# However many people of the office have codes, each of them locks the box.
who first
does key.init sari
unlocks sari
does people.add p00 role officer number +6281300000000
does panic.codes p00
does people.add p01 role officer number +6281300000001
does panic.codes p01
does people.add p02 role officer number +6281300000002
does panic.codes p02
does people.add p03 role officer number +6281300000003
does panic.codes p03
does people.add p04 role officer number +6281300000004
does panic.codes p04
does people.add p05 role officer number +6281300000005
does panic.codes p05
does people.add p06 role officer number +6281300000006
does panic.codes p06
does people.add p07 role officer number +6281300000007
does panic.codes p07
does people.add p08 role officer number +6281300000008
does panic.codes p08
does people.add p09 role officer number +6281300000009
does panic.codes p09
does people.add p10 role officer number +6281300000010
does panic.codes p10
does people.add p11 role officer number +6281300000011
does panic.codes p11
does people.add p12 role officer number +6281300000012
does panic.codes p12
does people.add p13 role officer number +6281300000013
does panic.codes p13
does people.add p14 role officer number +6281300000014
does panic.codes p14
does people.add p15 role officer number +6281300000015
does panic.codes p15
does people.add p16 role officer number +6281300000016
does panic.codes p16
does people.add p17 role officer number +6281300000017
does panic.codes p17
keep codes
# From another's number it is nobody's code.
sms from +6281300000003 "<given>"
expect text P04 to +6281300000000   # the first who can be asked
expect text R01 to +6281300000003
expect status locked=no
sms from +6281300000017 "<given>"
expect no text
expect status locked=yes

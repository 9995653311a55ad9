# A quick path that is switched on takes digits and words, of any length; switched
# off it does nothing.
config ussd at path = /ussd/at
config ussd at allow_cidr = 127.0.0.0/8
dial from +6281234567801 "9"
expect screen U01
expect reports 0
dial from +6281234567801 "9*Sokawera" quick
expect screen R32
expect report urgency=high emergency=yes messages=2
forget
dial from +6281234567802 "2*kata0 kata1 kata2 kata3 kata4 kata5 kata6 kata7 kata8 kata9 kata10 kata11 kata12 kata13 kata14 kata15 kata16 kata17 kata18 kata19 kata20 kata21 kata22 kata23 kata24 kata25 kata26 kata27 kata28 kata29 kata30 kata31 kata32 kata33 kata34 kata35 kata36 kata37 kata38 kata39 kata40 kata41 kata42 kata43 kata44 kata45 kata46 kata47 kata48 kata49 kata50 kata51 kata52 kata53 kata54 kata55 kata56 kata57 kata58 kata59 kata60 kata61 kata62 kata63 kata64 kata65 kata66 kata67 kata68 kata69 kata70 kata71 kata72 kata73 kata74 kata75 kata76 kata77 kata78 kata79 kata80 kata81 kata82 kata83 kata84 kata85 kata86 kata87 kata88 kata89 kata90 kata91 kata92 kata93 kata94 kata95 kata96 kata97 kata98 kata99 kata100 kata101 kata102 kata103 kata104 kata105 kata106 kata107 kata108 kata109" quick
expect screen R32
expect report messages=1
expect message 1 "kata0 kata1 kata2 kata3 kata4 kata5 kata6 kata7 kata8 kata9 kata10 kata11 kata12 kata13 kata14 kata15 kata16 kata17 kata18 kata19 kata20 kata21 kata22 kata23 kata24 kata25 kata26 kata27 kata28 kata29 kata30 kata31 kata32 kata33 kata34 kata35 kata36 kata37 kata38 kata39 kata40 kata41 kata42 kata43 kata44 kata45 kata46 kata47 kata48 kata49 kata50 kata51 kata52 kata53 kata54 kata55 kata56 kata57 kata58 kata59 kata60 kata61 kata62 kata63 kata64 kata65 kata66 kata67 kata68 kata69 kata70 kata71 kata72 kata73 kata74 kata75 kata76 kata77 kata78 kata79 kata80 kata81 kata82 kata83 kata84 kata85 kata86 kata87 kata88 kata89 kata90 kata91 kata92 kata93 kata94 kata95 kata96 kata97 kata98 kata99 kata100 kata101 kata102 kata103 kata104 kata105 kata106 kata107 kata108 kata109"
forget

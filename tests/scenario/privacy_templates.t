# Papers are checked like texts: at a start and at a reload, by file and line.
paper id dpia.md "satu\ndua\n{nomor} tiga\n"
restart fails "/docs/id/dpia.md:3: {nomor}: unknown or unclosed slot"
paper id dpia.md "satu\n{reports"
restart fails "/docs/id/dpia.md:2: {reports"
paper id dpia.md ""
restart fails "/docs/id/dpia.md:1: expected UTF-8"
paper id dpia.md "{reports} laporan, {reports} laporan\n"
paper en breach-notice.md gone
restart fails "/docs/en/breach-notice.md:1: cannot be read"

# Mended, it starts; a fault in a reload leaves everything as it was, and is
# said when the paper is asked for.
paper en breach-notice.md "{reports} reports, {stories}\n"
restart
command privacy {"document":"dpia"}
expect paper "0 laporan, 0 laporan"
paper id phrases.tsv "never\tbelum\nno tab\nnever\tlagi\nleft\t{days} hari\nodd\tx\n"
reload fails "/docs/id/phrases.tsv:2: expected NAME, tab, words"
reload fails "/docs/id/phrases.tsv:3: never: is there twice"
reload fails "/docs/id/phrases.tsv:4: {days}: unknown or unclosed slot, expected of: hours minutes"
reload fails "/docs/id/phrases.tsv:5: odd: no such phrase"
reload fails "stories_open is missing"
command privacy {"document":"dpia"}
expect answer error=template
command privacy {"document":"breach","language":"en"}
expect paper "0 reports, The first officer's key lies on the box"
sms from +6281234567801 "halo"
expect text R01 to +6281234567801
forget

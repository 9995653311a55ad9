# Papers are for authorities: a broken one must not keep the hotline from
# starting. It is a warning at a start, a fault in a reload (and for -n).
paper id dpia.md "satu\ndua\n{nomor} tiga\n"
paper en breach-notice.md gone
restart
expect log "event=papers.faulty faults=2"
expect doctor "2 faults in templates of papers: "
expect doctor "docs/id/dpia.md:3: {nomor}: unknown or unclosed slot"
sms from +6281234567801 "halo"
expect text R01 to +6281234567801

# Asked for, it says which file; the others are printed.
command privacy {"document":"dpia"}
expect answer error=template
expect said "(siagad -n names all): docs/id/dpia.md:3: {nomor}: unknown or unclosed slot"
command privacy {"document":"breach","language":"en"}
expect answer error=template
command privacy {"document":"breach"}
expect paper "| Laporan seluruhnya"

# A reload takes nothing while one is broken, and names each by file and line.
reload fails "/docs/id/dpia.md:3: {nomor}: unknown or unclosed slot"
reload fails "/docs/en/breach-notice.md:1: cannot be read"
paper id dpia.md "satu\n{reports"
reload fails "/docs/id/dpia.md:2: {reports"
paper id dpia.md ""
reload fails "/docs/id/dpia.md:1: expected UTF-8"
paper id dpia.md "{reports} laporan, {code}\n"
reload fails "/docs/id/dpia.md:1: {code}: unknown or unclosed slot"
paper id dpia.md "{reports} laporan, {reports} laporan\n"
paper en breach-notice.md "{reports} reports, {stories}\n"
reload
expect no doctor "templates of papers"
command privacy {"document":"dpia"}
expect paper "1 laporan, 1 laporan"

paper id phrases.tsv "never\tbelum\nno tab\nnever\tlagi\nleft\t{days} hari\nodd\tx\n"
reload fails "/docs/id/phrases.tsv:2: expected NAME, tab, words"
reload fails "/docs/id/phrases.tsv:3: never: is there twice"
reload fails "/docs/id/phrases.tsv:4: {days}: unknown or unclosed slot, expected of: hours minutes"
reload fails "/docs/id/phrases.tsv:5: odd: no such phrase"
reload fails "stories_open is missing"
command privacy {"document":"dpia"}
expect answer error=template
command privacy {"document":"breach","language":"en"}
expect paper "1 reports, The first officer's key lies on the box"
sms from +6281234567801 "halo"
forget

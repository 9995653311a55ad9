# More connections than places: the last are turned away, the rest served.
70 times stranger p{n} connects as client
70 times stranger p{n} says {"f":"hello","version":1,"role":"client","pid":1}
expect stranger p0070 dropped "too_many"
sms from +6281234567890 "halo, apakah kantor buka"
expect text R01 to +6281234567890
70 times stranger p{n} leaves
expect reports 1

# Quarantine is sealed like any report: an officer's key opens it.
pdu 07916218010000F0040D91261832547698F00020621112010000820AC8329BFD06DDDF7236
expect quarantine 1
expect report reason=undecodable_compressed state=new quarantine=yes
expect message 1 raw=yes

# No answer leaves from there, and the officer is told so.
officer reply text "Silakan datang ke balai desa besok jam 9."
expect answer error=no_way

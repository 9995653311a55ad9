# Quarantine is sealed like any report: an officer's key opens it.
pdu 07916218010000F0040D91261832547698F00020621112010000820AC8329BFD06DDDF7236
expect quarantine 1
expect report reason=undecodable_compressed state=new quarantine=yes
expect message 1 raw=yes

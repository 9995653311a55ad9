# Only the first key and the one on paper are taken as text: an officer's own,
# dug out of a copy of the keys, is no way around passphrase, role and audit.
who first
does key.init sari
does people.add budi role supervisor
expect answer error=bad_key

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes a certification authority and a server's certificate for tests, valid
# for localhost and 127.0.0.1 for a day: DIR/ca.pem DIR/key.pem DIR/cert.pem;
# other.pem, other.key.pem: of the same authority for another name.
# usage: make-certificates.sh DIR
set -eu

dir=${1:?usage: make-certificates.sh DIR}
mkdir -p "$dir"

issue() { # name of the files, subjectAltName
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-subj "/CN=Siaga test server" -keyout "$dir/$1.key.pem" \
		-out "$dir/$1.csr"
	printf 'subjectAltName=%s\n' "$2" >"$dir/$1.ext"
	openssl x509 -req -in "$dir/$1.csr" -CA "$dir/ca.pem" \
		-CAkey "$dir/ca.key.pem" -days 1 -extfile "$dir/$1.ext" \
		-set_serial "$3" -out "$dir/$1.pem"
	rm "$dir/$1.csr" "$dir/$1.ext"
}

{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 1 -subj "/CN=Siaga test authority" \
		-addext basicConstraints=critical,CA:TRUE \
		-keyout "$dir/ca.key.pem" -out "$dir/ca.pem"
	issue cert "DNS:localhost,IP:127.0.0.1" 2
	issue other "DNS:elsewhere.example" 3
} 2>"$dir/openssl.log" || {
	cat "$dir/openssl.log" >&2
	exit 1
}
mv "$dir/cert.key.pem" "$dir/key.pem"

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes C of what the core carries inside itself.
# usage: embed.sh migrations FILE... | queries-h FILE | queries-c FILE | text NAME FILE
set -eu
LC_ALL=C
export LC_ALL

quote() { # file -> C string literals, a line each
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/	/\\t/g' \
		-e 's/^/\t"/' -e 's/$/\\n"/' "$1"
}

what=$1
shift
echo "/* Made by embed.sh; do not edit. */"
case "$what" in
migrations)
	echo '#include "store.h"'
	echo 'const char *const store_migrations[] = {'
	for file in "$@"; do
		quote "$file"
		echo '	,'
	done
	echo '	NULL};'
	;;
queries-h)
	echo 'enum store_query {'
	sed -n 's/^-- name: \([A-Z_]*\)$/\tQUERY_\1,/p' "$1"
	echo '	QUERY_MAX };'
	;;
queries-c)
	echo '#include "store.h"'
	echo 'const char *const store_queries[QUERY_MAX] = {'
	awk '/^-- name: / { if (open) print "\t,"
			printf "\t[QUERY_%s] =\n", $3; open = 1; next }
		/^--/ || /^$/ { next }
		{ printf "\t\"%s \"\n", $0 }' "$1"
	echo '};'
	;;
text)
	echo "extern const char $1[];"
	echo "const char $1[] ="
	quote "$2"
	echo '	;'
	;;
esac

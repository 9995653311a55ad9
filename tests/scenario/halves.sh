#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Plays scripts on two cores: every other one each, and one sum at the end.
# usage: halves.sh PROGRAM FILE.t...
set -u
program=$1
shift
odd="" even="" turn=odd
for script in "$@"; do
	case $turn in
	odd) odd="$odd $script" turn=even ;;
	even) even="$even $script" turn=odd ;;
	esac
done
said=$(mktemp -d)
# shellcheck disable=SC2086 # names of scripts hold no blanks
"$program" $odd >"$said/odd" 2>&1 &
first=$!
# shellcheck disable=SC2086
"$program" $even >"$said/even" 2>&1
second=$?
wait "$first"
status=$?
grep -hvE '^[0-9]+ passed, [0-9]+ failed$' "$said/odd" "$said/even"
cat "$said/odd" "$said/even" |
	awk '/^[0-9]+ passed, [0-9]+ failed$/ { p += $1; f += $3; n++ }
	     END { if (n < 2) f++; printf "%d passed, %d failed\n", p, f }'
rm -r "$said"
[ "$status" -eq 0 ] && [ "$second" -eq 0 ]

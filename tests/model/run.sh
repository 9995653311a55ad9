#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh MODEL STEPS: two runs at once, one for each core, from seeds of their
# own; the first tries the seeded faults as well. Adds up what they say.
set -u
model=$1
steps=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$model" --seed 1000001 --steps "$steps" --faults 0 >"$dir/second" 2>&1 &
"$model" --seed 1 --steps "$steps" >"$dir/first" 2>&1
first=$?
wait $!
second=$?
grep -v ' passed, ' "$dir/first"
grep -v ' passed, ' "$dir/second"
cat "$dir/first" "$dir/second" | awk '
	/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; said++ }
	END {
		if (said < 2) failed++
		printf "%d passed, %d failed\n", passed, failed
	}'
[ "$first" -eq 0 ] && [ "$second" -eq 0 ]

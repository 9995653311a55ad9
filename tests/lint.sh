#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What can be said of the tree without running it. Each check is a line, with
# what it found below; files that are not committed yet are looked at too.
# usage: lint.sh     SIAGA_BUILD: where generated headers are (build)
#                    LINT_ONLY: the names of the checks to make (all)
set -u
LC_ALL=C
export LC_ALL

cd "$(dirname "$0")/.." || exit 1
build=${SIAGA_BUILD:-build}
passed=0
failed=0
skipped=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

git ls-files --cached --others --exclude-standard 2>/dev/null >"$dir/all" ||
	find . -name build -prune -o -name node_modules -prune -o -type f \
		-print | sed 's|^\./||' >"$dir/all"
while IFS= read -r file; do
	[ ! -f "$file" ] || printf '%s\n' "$file"
done <"$dir/all" | sort -u >"$dir/files"

# files REGEX: those whose path matches
files() {
	grep -E "$1" "$dir/files"
}

# check NAME WORDS: makes the check; each line that it prints is a finding,
# unless it begins with "skip: "
check() {
	case " ${LINT_ONLY:-$1} " in
	*" $1 "*) ;;
	*) return 0 ;;
	esac
	"check_$1" >"$dir/found" 2>&1
	if grep -q '^skip: ' "$dir/found"; then
		echo "skipped $2: $(sed -n 's/^skip: //p' "$dir/found" | head -n 1)"
		skipped=$((skipped + 1))
	elif [ -s "$dir/found" ]; then
		echo "FAILED  $2: $(wc -l <"$dir/found") findings"
		sed 's/^/    /' "$dir/found"
		failed=$((failed + 1))
	else
		echo "ok      $2"
		passed=$((passed + 1))
	fi
}

# "file:line:code" without comments, strings emptied; with strings=1 the
# strings alone, a line each.
cat >"$dir/code.awk" <<'END'
FNR == 1 { in_comment = 0 }
{
	line = $0; out = ""
	while (line != "") {
		if (in_comment) {
			end = index(line, "*/")
			if (!end) { line = ""; break }
			line = substr(line, end + 2); in_comment = 0
			continue
		}
		one = substr(line, 1, 1); two = substr(line, 1, 2)
		if (two == "/*") { in_comment = 1; line = substr(line, 3); continue }
		if (two == "//") break
		if (one == "\"" || one == "\047") {
			text = ""; line = substr(line, 2)
			while (line != "" && substr(line, 1, 1) != one) {
				size = substr(line, 1, 1) == "\\" ? 2 : 1
				text = text substr(line, 1, size)
				line = substr(line, size + 1)
			}
			line = substr(line, 2)
			if (strings && one == "\"") print FILENAME ":" FNR ":" text
			out = out one one
			continue
		}
		out = out one; line = substr(line, 2)
	}
	if (!strings && out ~ /[^ \t]/) print FILENAME ":" FNR ":" out
}
END

# code_of REGEX [1]: of the files whose path matches
code_of() {
	strings=${2:-}
	# shellcheck disable=SC2046 # no path of ours has blanks
	set -- $(files "$1")
	[ $# -eq 0 ] || awk -v strings="$strings" -f "$dir/code.awk" "$@"
}

# --- form ---

check_format() {
	command -v clang-format >/dev/null || {
		echo "skip: clang-format is missing"
		return
	}
	files '\.[ch]$' | while IFS= read -r file; do
		clang-format --dry-run --Werror "$file" >"$dir/format" 2>&1 ||
			echo "$(grep -m 1 -o '^[^ ]*: ' "$dir/format")not in form, $(grep -c 'error:' "$dir/format") places (make format)"
	done
}

check_spdx() {
	files '\.([ch]|sh|py|mjs|js|css|html|sql|mk|awk|service|sysusers|5|8|1|yml)$|(^|/)(Makefile|run)$' |
		while IFS= read -r file; do
			head -n 5 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' ||
				echo "$file:1: no SPDX line"
		done
}

check_shellcheck() {
	command -v shellcheck >/dev/null || {
		echo "skip: shellcheck is missing"
		return
	}
	files '\.sh$|^\.ci/run$' | while IFS= read -r file; do
		shellcheck -f gcc "$file"
	done
}

check_functions() {
	ctags --version 2>/dev/null | grep -q Universal || {
		echo "skip: Universal Ctags is missing"
		return
	}
	files '\.c$' >"$dir/c"
	ctags -x --kinds-C=f --_xformat='%F %n %e %N' -L "$dir/c" |
		awk '$3 - $2 + 1 > 70 { printf "%s:%d: %s() has %d lines, at most 70\n",
			$1, $2, $4, $3 - $2 + 1 }' | sort
}

# --- houses ---

# law HEADERS ROOMS: these headers are included in these folders alone
law() {
	files '\.[ch]$' | grep -Ev "^(tests/|$2)" | while IFS= read -r file; do
		grep -nE "^[ \t]*#[ \t]*include[ \t]*[<\"]($1)[>\"]" "$file" |
			sed "s|^\([0-9]*\):|$file:\1: not in its room: |"
	done
}

check_include_law() {
	law '(gammu/)?gammu[a-z-]*\.h' 'gateway/modem/' |
		grep -v '"gateway/modem/gammu.h"'
	law 'curl/[a-z]+\.h' 'gateway/notify/'
	law 'sqlite3\.h|uv\.h' 'gateway/core/'
	law 'sodium\.h|sodium/.*' 'gateway/(core/|lib/shares(_public)?\.c|cli/paper\.c|web/digest\.c)'
	law 'libgfshare\.h' 'gateway/lib/shares\.c'
	law 'microhttpd\.h' 'gateway/web/'
	law 'liboath/.*' 'gateway/lib/totp\.c'
	law 'qrencode\.h' 'gateway/core/commands_totp\.c'
	files '\.[ch]$' | grep -vx 'gateway/core/sheet.c' | while IFS= read -r file; do
		grep -nE '#[ \t]*include[ \t]*<csv\.h>' "$file" |
			sed "s|^\([0-9]*\):|$file:\1: sheet.c alone knows libcsv: |"
	done
	law '(postgresql/)?libpq.*\.h' 'gateway/hub/'
	files '^gateway/.*\.[ch]$' | grep -vx 'gateway/core/wiring.c' |
		while IFS= read -r file; do
			grep -nE '#[ \t]*include.*"([./]*)handlers/' "$file" |
				sed "s|^\([0-9]*\):|$file:\1: gateway includes handlers: |"
		done
	files '^handlers/.*\.[ch]$' | while IFS= read -r file; do
		grep -nE '#[ \t]*include.*"[./]*gateway/' "$file" |
			grep -vE '"[./]*gateway/(core/handling\.h|lib/[a-z_]+\.h)"' |
			sed "s|^\([0-9]*\):|$file:\1: handlers know handling.h and lib: |"
	done
	# One library, one program, in what is linked as well.
	for program in siagad:gammu,curl,microhttpd,gfshare siaga-modem:sqlite3,sodium,curl \
		siaga-notify:sqlite3,sodium,gammu siaga-web:sqlite3,gammu,curl \
		siaga:sqlite3,gammu,curl; do
		[ -x "$build/${program%%:*}" ] || continue
		objdump -p "$build/${program%%:*}" 2>/dev/null |
			grep -iE "NEEDED.*lib($(echo "${program#*:}" | tr , '|'))" |
			sed "s|^|${program%%:*} is linked with |"
	done
}

check_banned() {
	code_of '^(gateway|handlers)/.*\.[ch]$' |
		grep -E '(^|[^A-Za-z0-9_.>])(strcpy|strcat|strncpy|sprintf|vsprintf|strtok|atoi|gets|system|popen|alloca|rand|localtime|gmtime)[ \t]*\('
}

check_headers() {
	# shellcheck disable=SC2046
	set -- $(pkg-config --cflags sqlite3 libsodium libuv jansson gammu libcurl libmicrohttpd libgfshare 2>/dev/null |
		sed 's/-I/-isystem /g')
	files '\.h$' | while IFS= read -r file; do
		std=-D_POSIX_C_SOURCE=200809L
		case $file in
		tests/simmodem/*) std=-D_GNU_SOURCE ;;
		esac
		echo "#include \"$file\"" | ${CC:-cc} -std=c11 $std -Wall -Wextra \
			-fsyntax-only -I. -I"$build/gen" "$@" -x c - 2>"$dir/header" ||
			echo "$file:1: does not compile alone: $(grep -m 1 error: "$dir/header")"
	done
}

# --- words ---

# What reporters read stands in templates alone. Found are strings with four
# words of a template in a row, and strings of everyday Indonesian.
check_words() {
	cat templates/sms/*/R*.txt >"$dir/templates" 2>/dev/null
	code_of '^(gateway/(core|modem|cli)|handlers)/.*\.[ch]$' 1 |
		awk -v templates="$dir/templates" '
		function words(text, list) {
			gsub(/\{[a-z]*\}/, " | ", text)
			gsub(/[.,:;?!()]/, " ", text)
			return split(tolower(text), list, /[ \t]+/)
		}
		BEGIN {
			while ((getline line < templates) > 0) {
				n = words(line, w)
				for (i = 1; i + 3 <= n; i++)
					four[w[i] " " w[i+1] " " w[i+2] " " w[i+3]] = 1
			}
			n = split("balas anda kami belum jangan petugas laporan silakan kasih sudah kapan siapa berhenti nomor pesan", w, " ")
			for (i = 1; i <= n; i++) everyday[w[i]] = 1
		}
		{
			text = $0; sub(/^[^:]*:[^:]*:/, "", text)
			n = words(text, w); hits = 0
			for (i = 1; i <= n; i++) {
				if (w[i] in everyday) hits++
				if (i + 3 <= n && (w[i] " " w[i+1] " " w[i+2] " " w[i+3]) in four) hits += 2
			}
			if (hits >= 2) print $0
		}'
}

check_languages() {
	for first in templates/sms/*/ templates/docs/*/; do
		for second in "${first%/*/}"/*/; do
			for file in "$first"*; do
				[ -e "$second${file##*/}" ] ||
					echo "$second${file##*/}: missing, but there is $file"
			done
		done
	done
}

# Homes of people, and the folder above this very checkout, wherever it is.
check_machine_paths() {
	above=$(dirname "$PWD")
	files . | grep -vx 'tests/lint.sh' | while IFS= read -r file; do
		{
			grep -nIE '(^|[^A-Za-z0-9_.])(/home/[a-z]|/root/|/Users/)' "$file"
			[ "$above" = / ] || [ "$above" = /tmp ] ||
				grep -nIF "$above/" "$file"
		} | cut -c 1-120 | sed "s|^|$file:|"
	done
}

# --- statements ---

# A statement that may read a whole table says so below its name:
# "-- scans: why that is fine". One that pages through many rows says "-- in
# order: why", and then must not sort them anew for each page.
check_sql() {
	command -v python3 >/dev/null || {
		echo "skip: python3 is missing"
		return
	}
	python3 - <<'END'
import glob, re, sqlite3
path = "gateway/core/sql/queries.sql"
db = sqlite3.connect(":memory:", isolation_level=None)
for name in sorted(glob.glob("gateway/core/sql/[0-9]*.sql")):
    try:
        db.executescript(open(name, encoding="utf-8").read())
    except sqlite3.Error as error:
        print(f"{name}:1: {error}")
statements, at = [], None
for number, line in enumerate(open(path, encoding="utf-8"), 1):
    named = re.match(r"-- name: (\w+)$", line)
    if named:
        at = {"name": named[1], "line": number, "sql": "", "scans": False,
              "ordered": False}
        statements.append(at)
    elif line.startswith("-- scans: "):
        at["scans"] = True
    elif line.startswith("-- in order: "):
        at["ordered"] = True
    elif not line.startswith("--") and at:
        at["sql"] += line
for s in statements:
    if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", s["sql"]):
        continue
    count = max([int(n) for n in re.findall(r"\?(\d+)", s["sql"])] or [0])
    try:
        plan = db.execute("EXPLAIN QUERY PLAN " + s["sql"], [None] * count)
    except sqlite3.Error as error:
        print(f"{path}:{s['line']}: {s['name']}: {error}")
        continue
    for row in plan.fetchall():
        if re.match(r"SCAN (?!CONSTANT|\(|\d)", row[3]) and not s["scans"]:
            print(f"{path}:{s['line']}: {s['name']}: {row[3]}")
        if "TEMP B-TREE" in row[3] and s["ordered"]:
            print(f"{path}:{s['line']}: {s['name']}: sorts what it pages")
END
}

check format "clang-format"
check spdx "a licence line in every source file"
check shellcheck "shellcheck"
check functions "no function over 70 lines"
check include_law "each risky library in its room"
check banned "no banned function"
check headers "every header compiles alone"
check words "what reporters read stands in templates alone"
check languages "templates of all languages are the same files"
check machine_paths "no path of one machine"
check sql "every statement prepares, none scans"

words=""
[ "$skipped" = 0 ] || words=", $skipped skipped"
echo "$passed passed, $failed failed$words"
[ "$failed" = 0 ]

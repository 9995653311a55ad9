#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Writes the manual pages to BUILD/man: those of the programs by help2man,
# from what they say under --help and from config/man/*.h2m; those of
# the files are written by hand. The same tree gives the same bytes.
# usage: PREFIX=/usr/local man.sh [BUILD]
set -eu

cd "$(dirname "$0")/.."
build=${1:-build}
man=$build/man
mkdir -p "$man"
LC_ALL=C
export LC_ALL
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2>/dev/null || echo 0)}"
[ "$SOURCE_DATE_EPOCH" != 0 ] || unset SOURCE_DATE_EPOCH
[ -z "${SOURCE_DATE_EPOCH:-}" ] || export SOURCE_DATE_EPOCH

# page SECTION PROGRAM "what it is": the exit status has a section of its own
page() {
	cat >"$man/$2.tmp" <<END
#!/bin/sh
case \$1 in
--help) "$build/$2" --help | sed '/^Exit status:/,/^\$/d; /^SIGHUP /,/^\$/d' ;;
*) "$build/$2" "\$@" ;;
esac
END
	chmod +x "$man/$2.tmp"
	help2man --no-info --section="$1" --name="$3" --source=Siaga \
		--manual=Siaga --include="config/man/$2.h2m" \
		--output="$man/$2.$1" "$man/$2.tmp"
	rm -f "$man/$2.tmp"
}

if command -v help2man >/dev/null; then
	page 8 siagad "core of the Siaga SMS hotline gateway"
	page 8 siaga-modem "drive one GSM modem for siagad"
	page 8 siaga-notify "deliver webhooks for siagad"
	page 8 siaga-web "serve the board, the API and USSD gates for siagad"
	page 1 siaga "reports, texts and state of a Siaga hotline"
else
	echo "help2man is missing: of the manual pages only those of files were made" >&2
fi
# The last one is siaga.conf.5: make goes by its time.
for file in dialogue.conf siaga-rosters siaga.conf; do
	sed "s|/usr/local/share|${PREFIX:-/usr/local}/share|" \
		"config/man/$file.5" >"$man/$file.5"
done

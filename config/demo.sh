#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# make run: the whole hotline on one machine, to be tried by hand. Without a
# DEVICE it brings a simulated modem, its SIM and everybody's phones. All of
# it lives in BUILD/run and ends with this script, however that ends.
# usage: demo.sh [BUILD [DEVICE [CONNECTION]]]
set -eu
umask 077

SOCKET_MAX=100     # bytes; Unix sockets allow 107 and siagad counts as we do
READY_TENTHS=300   # how long the modem may take, in 0.1 s
STOP_TENTHS=80     # siagad waits 5 s for a text in the air
SIM_NUMBER=+6281200000001
BOARD_PORT=8080    # the next free one, should it be taken
USSD_PORT=8081     # the same
SAMPLE_NUMBER=+6281234567890
SAMPLE_TEXT="tolong, suami saya memukul saya"
OFFICE="ratna:supervisor sari:officer budi:officer hendra:auditor"

cd "$(dirname "$0")/.."
root=$(pwd -P)
build=${1:-build}
device=${2:-}
connection=${3:-}
run=$build/run
log=$run/log
# What a simulated phone was to be told must never go out over a real SIM.
state=$run/state
[ -z "$device" ] || state=$run/state-device
office=$state.office # passphrases, to be tried out
unset SIAGA_CONF SIAGA_KEY_FILE SIAGA_SESSION SIAGA_PASSPHRASE_FILE

dir=""
short=""
lock_held=""
simmodem_pid=""
receiver_pid=""
siagad_pid=""
show_pid=""
webhook_port=""
webhook_note=""
board_port=""
ussd_port=""

say() {
	printf '%s\n' "$*"
}

fail() {
	printf 'make run: %s\n' "$2" >&2
	exit "$1"
}

# --- processes ---

is_running() {
	[ -n "$1" ] && kill -0 "$1" 2>/dev/null
}

# Out of reach of the terminal's Ctrl-C, so that they are stopped in order;
# yet ended by the kernel should this script be killed.
start() {
	setsid setpriv --pdeathsig TERM "$@" </dev/null 9>&- &
	started=$!
}

stop() {
	is_running "$1" || return 0
	kill -TERM "$1" 2>/dev/null || :
	stop_left=$STOP_TENTHS
	while is_running "$1" && [ "$stop_left" -gt 0 ]; do
		sleep 0.1
		stop_left=$((stop_left - 1))
	done
	kill -KILL "$1" 2>/dev/null || :
	wait "$1" 2>/dev/null || :
}

drop_short() {
	[ -n "$1" ] || return 0
	rm -f "$1/run"
	rmdir "$1" 2>/dev/null || :
}

# shellcheck disable=SC2317 # called by the trap
stop_all() {
	trap '' INT TERM HUP
	if [ -n "$siagad_pid" ]; then
		say ""
		say "Stopping."
	fi
	stop "$siagad_pid"
	stop "$receiver_pid"
	stop "$simmodem_pid"
	# It ends by itself once the receiver has.
	[ -z "$show_pid" ] || wait "$show_pid" 2>/dev/null || :
	[ -n "$lock_held" ] || return 0
	drop_short "$short"
	rm -f "$run/pid" "$run/short"
}

# --- places ---

check_words() {
	case $root$build$device$connection in
	*\;* | *'
'*) fail 64 "siaga.conf cannot hold a path with a semicolon or a line break" ;;
	esac
	for program in siagad siaga-modem siaga-notify siaga-web siaga; do
		[ -x "$build/$program" ] ||
			fail 69 "$build/$program is missing; build it with: make"
	done
	for program in flock setsid setpriv; do
		command -v "$program" >/dev/null ||
			fail 69 "$program is missing (Debian package util-linux)"
	done
	if [ -n "$device" ]; then
		[ -e "$device" ] || fail 66 "there is no $device"
		{ [ -r "$device" ] && [ -w "$device" ]; } ||
			fail 77 "you may not open $device; try: sudo adduser $(id -un) dialout, and log in again"
	elif [ ! -x "$build/simmodem" ]; then
		fail 69 "$build/simmodem is missing; build it with: make"
	fi
}

take_lock() {
	{ mkdir -p "$log" 2>/dev/null && [ -w "$run" ] && [ -w "$log" ]; } ||
		fail 73 "you may not write to $run; who made it? (ls -ld $run)"
	exec 9>>"$run/lock"
	flock -n 9 ||
		fail 75 "it is running already in $run (process $(cat "$run/pid" 2>/dev/null || :)). Stop that one with Ctrl-C first, or run a second one beside it with: make run BUILD=build/second"
	lock_held=1
	say $$ >"$run/pid"
	if [ -s "$run/short" ]; then
		drop_short "$(cat "$run/short")" # of a run that was killed
		rm -f "$run/short"
	fi
}

# Sets dir: $run as siagad is to name it, short enough for its sockets.
find_dir() {
	dir=$(cd "$run" && pwd -P)
	length=$(printf %s "$dir/state-device/siaga.sock" | wc -c)
	[ "$length" -gt "$SOCKET_MAX" ] || return 0
	short=$(mktemp -d "${XDG_RUNTIME_DIR:-/tmp}/siaga-XXXXXX" 2>/dev/null) ||
		short=$(mktemp -d /tmp/siaga-XXXXXX)
	say "$short" >"$run/short"
	ln -s "$dir" "$short/run"
	dir=$short/run
}

# --- the parts ---

start_receiver() {
	webhook_note="none: node is not installed (Debian package nodejs)"
	command -v node >/dev/null || return 0
	printf 'whsec_%s\n' "$(head -c 32 /dev/urandom | base64)" \
		>"$run/webhook.secret"
	: >"$log/webhook.log"
	: >"$log/webhook.json"
	start node tests/webhook/receiver.mjs --port 0 \
		--secret-file "$run/webhook.secret" \
		--log "$log/webhook.json" >"$log/webhook.log" 2>&1
	receiver_pid=$started
	webhook_note="none: the receiver did not start, see $log/webhook.log"
	left=100
	while [ "$left" -gt 0 ] && is_running "$receiver_pid"; do
		webhook_port=$(sed -n 's/^ready port=//p' "$log/webhook.log")
		[ -z "$webhook_port" ] || return 0
		sleep 0.1
		left=$((left - 1))
	done
	stop "$receiver_pid"
	receiver_pid=""
}

start_simmodem() {
	rm -f "$run/ttySIM0" "$run/ttySIM0.sock"
	start "$build/simmodem" --foreground --device "$dir/ttySIM0" \
		--number "$SIM_NUMBER" --ussd "http://127.0.0.1:$ussd_port/ussd" \
		--ussd-end "http://127.0.0.1:$ussd_port/ussd/end" >"$log/simmodem.log" 2>&1
	simmodem_pid=$started
	left=50
	until grep -q event=ready "$log/simmodem.log"; do
		if ! is_running "$simmodem_pid" || [ "$left" = 0 ]; then
			cat "$log/simmodem.log" >&2
			fail 1 "the simulated modem did not start"
		fi
		sleep 0.1
		left=$((left - 1))
	done
}

# port_taken PORT: does anybody listen on it, on any address?
port_taken() {
	grep -q "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$1") [0-9A-F:]* 0A " \
		/proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# free_port FIRST: that one, or the next that nobody listens on
free_port() {
	port=$1
	while port_taken "$port" || [ "$port" = "$board_port" ]; do
		port=$((port + 1))
	done
}

find_ports() {
	free_port "$BOARD_PORT"
	board_port=$port
	free_port "$USSD_PORT"
	ussd_port=$port
}

write_conf() {
	cat <<END
; Written by make run (config/demo.sh), anew each time.
[siaga]
state_dir = $dir/${state##*/}
templates = $root/templates
dialogue  = $root/config/dialogue.conf
lexicon   = $root/config/lexicon.tsv

[cover]
name  = Info Desa
hours = Senin-Jumat 08.00-15.00
place = balai desa

[modem a]
END
	if [ -z "$device" ]; then
		say "device     = $dir/ttySIM0"
		say "number     = $SIM_NUMBER"
	else
		say "device     = $device"
	fi
	[ -z "$connection" ] || say "connection = $connection"
	say ""
	say "[web]"
	say "listen   = 127.0.0.1:$board_port"
	say "files    = $(cd "$build" && pwd -P)/web"
	if [ -z "$device" ]; then
		say "practice = $dir/ttySIM0.sock"
		say ""
		say "[ussd]"
		say "listen     = 127.0.0.1:$ussd_port"
		say ""
		say "[ussd demo]"
		say "path       = /ussd"
		say "end_path   = /ussd/end"
		say "allow_cidr = 127.0.0.0/8"
	fi
	[ -n "$webhook_port" ] || return 0
	cat <<END

[webhook demo]
url         = http://127.0.0.1:$webhook_port/
secret_file = $dir/webhook.secret
recipient   = office
allow_cidr  = 127.0.0.0/8
END
}

# state of the modem, as siagad sees it
modem_state() {
	"$build/siaga" -c "$run/siaga.conf" status 2>/dev/null 9>&- |
		sed -n 's/^modem a: //p'
}

start_siagad() {
	start "$build/siagad" -c "$run/siaga.conf" >"$log/siagad.log" 2>&1
	siagad_pid=$started
	left=$READY_TENTHS
	modem=""
	while [ "$left" -gt 0 ]; do
		is_running "$siagad_pid" || {
			siagad_pid=""
			tail -n 20 "$log/siagad.log" >&2
			fail 1 "siagad did not start; it says why above"
		}
		modem=$(modem_state)
		case $modem in
		ready*) return 0 ;;
		esac
		sleep 0.1
		left=$((left - 1))
	done
	[ -n "$device" ] || {
		tail -n 20 "$log/siagad.log" >&2
		fail 1 "the simulated modem is not ready after $((READY_TENTHS / 10)) s: $modem"
	}
}

# The demo district, unless somebody has imported another: with a key of
# one's own it takes a session, and then it stays as it is.
import_roster() {
	[ -z "$device" ] || return 0
	"$build/siaga" -c "$run/siaga.conf" village 2>/dev/null 9>&- |
		grep -q '^no villages' || return 0
	"$build/siaga" -c "$run/siaga.conf" import config/rosters/*.csv \
		>"$log/import.log" 2>&1 9>&- || :
}

# --- the office: people with keys, made by the commands that people use ---

as_person() {
	"$build/siaga" -c "$run/siaga.conf" "$@" </dev/null 9>&-
}

# passphrase_file PERSON: made at the first run
passphrase_file() {
	mkdir -p "$office"
	[ -s "$office/$1" ] ||
		say "demo-$1-$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')" \
			>"$office/$1"
	say "$office/$1"
}

# give_key PERSON ROLE: unless there is one
give_key() {
	! as_person people | grep "^$1 " | grep -v "no key" | grep -q " key " ||
		return 0
	as_person people add "$1" --role "$2" >/dev/null &&
		as_person key officer "$1" \
			--passphrase-file "$(passphrase_file "$1")" >/dev/null
}

make_office() {
	first=$state/first-officer.key
	chief=${OFFICE%%:*}
	if [ -e "$first" ]; then
		as_person key init "$chief" --key-file "$first" \
			--passphrase-file "$(passphrase_file "$chief")" \
			>/dev/null || return 1
	fi
	SIAGA_SESSION=$(as_person --json unlock "$chief" \
		--passphrase-file "$(passphrase_file "$chief")" |
		sed -n 's/.*"session": "\([^"]*\)".*/\1/p')
	[ -n "$SIAGA_SESSION" ] || return 1
	export SIAGA_SESSION
	made=0
	for one in ${OFFICE#* }; do
		give_key "${one%%:*}" "${one#*:}" || made=1
	done
	as_person lock >/dev/null || made=1
	unset SIAGA_SESSION
	return "$made"
}

# --- what a person sees ---

# Whom an alert goes to at this hour, of the demo roster: "ID NUMBER", or none.
on_duty() {
	first=$("$build/siaga" -c "$run/siaga.conf" duty 2>/dev/null 9>&- |
		sed -n 's/^ *1\. \([a-z0-9._-]*\) .*/\1/p' | head -n 1)
	awk -F, -v id="$first" '$1 == id && $4 ~ /^[+]/ { print id, $4 }' \
		config/rosters/people.csv
}

show_how_to_answer() {
	officer=$(on_duty)
	[ -n "$officer" ] || return 0
	cat <<END

It is ${officer% *} who is on duty now, on another of the phones: an alert is
there, OK takes the case, and without it the next one is asked in minutes:

  $siaga sim inbox --from ${officer#* }
  $siaga sim sms --from ${officer#* } OK
  $siaga alert
END
}

# A word as a shell takes it back.
quoted() {
	case $1 in
	*[!A-Za-z0-9_./+-]*) printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")" ;;
	*) printf %s "$1" ;;
	esac
}

show_how_to_board() {
	[ -e "$build/web/index.html" ] || return 0
	cat <<END
Open http://127.0.0.1:$board_port/ and log in as sari, with the passphrase that
stands below. The first time it shows a picture and a key: an authenticator
app on a phone takes either, and this tells the six digits as well:

  $siaga sim totp KEY

END
	[ -n "$device" ] || cat <<END
Latihan (Practice) on the board is a phone to text the hotline with.

END
}

show_how_to_text() {
	if [ -n "$device" ]; then
		cat <<END
CAREFUL, this is a real SIM: every text on it is filed here and removed from
it, and whoever sent it is answered, once, at the SIM's cost.

Text its number from any phone; the answer comes within seconds.
END
		return
	fi
	cat <<END
In another terminal, in $root, text the hotline:

  $siaga sim sms --from $SAMPLE_NUMBER "$SAMPLE_TEXT"

and look at that phone a second later (the answer gives nothing away):

  $siaga sim inbox --from $SAMPLE_NUMBER

or hold that phone yourself, for a whole conversation:

  $siaga sim phone --from $SAMPLE_NUMBER

or dial the code of its menus there, which leave no text behind:

  $siaga sim ussd '*123#'
END
	show_how_to_answer
}

show_what_runs() {
	say ""
	case $modem in
	ready*) say "Siaga is ready." ;;
	*) say "Siaga runs, but the modem is not ready: ${modem:-no answer}. It goes on trying." ;;
	esac
	say ""
	if [ -n "$device" ]; then
		say "  modem    $device"
	else
		say "  modem    simulated, with a SIM and phones: $run/ttySIM0"
	fi
	say "  siagad   configured by $run/siaga.conf"
	if [ -n "$webhook_port" ]; then
		say "  webhook  http://127.0.0.1:$webhook_port/ plays the office and verifies each signature"
	else
		say "  webhook  $webhook_note"
	fi
	if [ -e "$build/web/index.html" ]; then
		say "  board    http://127.0.0.1:$board_port/"
	else
		say "  board    not built: make board, with a network"
	fi
	if [ -n "$short" ]; then
		say "  sockets  in $short: this folder's name is too long for them"
	fi
	say ""
}

show_office() {
	say "Who works here; passphrases for trying out, kept in $office:"
	say ""
	for one in $OFFICE; do
		printf '  %-6s %-11s %s\n' "${one%%:*}" "${one#*:}" \
			"$(cat "$office/${one%%:*}" 2>/dev/null || say "(lost)")"
	done
	[ -z "$office_note" ] || say "$office_note"
}

show_how_to_read() {
	cat <<END
Texts are sealed as they come in. An officer's key opens them, in a session that
begins with her passphrase (CODE is what the list shows):

  $siaga unlock sari
  $siaga report list
  $siaga report show CODE
  $siaga lock

Everything that was done, for the auditor:

  $siaga unlock hendra
  $siaga audit

END
	show_office
	say ""
	if [ -n "$webhook_port" ]; then
		say "Each report is announced to the office; what it verifies shows below."
	fi
	cat <<END
Who would be told of a case now: $siaga duty --village kalisari
To practise with the cadres: $siaga drill --village kalisari
Logs: tail -f $(quoted "$log/siagad.log")
Reports stay in $run between runs; to begin afresh: rm -r $(quoted "$run")
Ctrl-C stops everything.

END
}

# Ends when the receiver does.
show_webhooks() {
	tail -n +2 -f --pid="$receiver_pid" "$log/webhook.log" 2>/dev/null |
		while IFS= read -r line; do
			printf '%s  webhook %s\n' "$(date +%H:%M:%S)" "$line"
		done
}

trap stop_all EXIT
trap 'exit 0' INT TERM HUP

check_words
take_lock
find_dir
start_receiver
find_ports
[ -n "$device" ] || start_simmodem
write_conf >"$run/siaga.conf"
say "Starting; the modem takes a few seconds."
start_siagad
import_roster
office_note=""
make_office ||
	office_note="Not everybody has a key: was a passphrase or a key taken away?"

siaga="$(quoted "$build/siaga") -c $(quoted "$run/siaga.conf")"
show_what_runs
show_how_to_board
show_how_to_text
say ""
show_how_to_read
if [ -n "$receiver_pid" ]; then
	show_webhooks 9>&- &
	show_pid=$!
fi

status=0
wait "$siagad_pid" || status=$?
siagad_pid=""
tail -n 5 "$log/siagad.log" >&2
fail 1 "siagad has ended by itself (status $status); see $log/siagad.log"

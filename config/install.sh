#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs what `make` has built below DESTDIR and PREFIX, or removes it.
# Nothing is created that runs or holds state; SYSCONFDIR/siaga/siaga.conf is
# written only if there is none, and never removed.
# usage: DESTDIR= PREFIX=/usr/local SYSCONFDIR=/etc install.sh install|uninstall [BUILD]
set -eu
umask 022

cd "$(dirname "$0")/.."
action=${1:-}
build=${2:-build}
prefix=${PREFIX:-/usr/local}
sysconfdir=${SYSCONFDIR:-/etc}
destdir=${DESTDIR:-}
root=$destdir$prefix
live=$destdir$sysconfdir/siaga/siaga.conf

# put MODE FILE PATH: installs FILE as PATH, or removes PATH
put() {
	if [ "$action" = install ]; then
		install -D -m "$1" "$2" "$3"
	else
		rm -f "$3"
	fi
}

# The same for a file that names places, by this sed script.
put_filled() {
	put "$1" "$2" "$3"
	[ "$action" = uninstall ] || sed "$4" "$2" >"$3"
}

put_live_conf() {
	[ "$action" = install ] || return 0
	if [ -e "$live" ]; then
		echo "$live is left as it is"
		return 0
	fi
	put_filled 0644 config/siaga.conf "$live" \
		"$fill_conf s|^\(children *= *\)spawn  |\1systemd|
		s|or systemd, when installed with units|or spawn, without units|"
}

put_programs() {
	# siagad finds the programs it starts beside itself.
	for program in siagad siaga-modem siaga-notify siaga-web; do
		put 0755 "$build/$program" "$root/sbin/$program"
	done
	put 0755 "$build/siaga" "$root/bin/siaga"
}

put_words() {
	find templates/sms templates/docs -type f | LC_ALL=C sort | while IFS= read -r file; do
		put 0644 "$file" "$root/share/siaga/$file"
	done
	for file in dialogue.conf lexicon.tsv; do
		put 0644 "config/$file" "$root/share/siaga/$file"
	done
	put_filled 0644 config/siaga.conf \
		"$root/share/doc/siaga/examples/siaga.conf" "$fill_conf"
	for file in config/rosters/*.csv; do
		put 0644 "$file" \
			"$root/share/doc/siaga/examples/rosters/${file##*/}"
	done
	for file in LICENSE README.md; do
		[ ! -e "$file" ] || put 0644 "$file" "$root/share/doc/siaga/$file"
	done
	put 0644 config/threat-model.md "$root/share/doc/siaga/threat-model.md"
}

# The built board: none without a network when it was made.
put_board() {
	for file in "$build"/web/*; do
		[ ! -f "$file" ] ||
			put 0644 "$file" "$root/share/siaga/web/${file##*/}"
	done
}

put_man() {
	for page in siagad.8 siaga-modem.8 siaga-notify.8 siaga-web.8 siaga.1 \
		siaga.conf.5 dialogue.conf.5 siaga-rosters.5; do
		if [ "$action" = uninstall ] || [ -e "$build/man/$page" ]; then
			put 0644 "$build/man/$page" \
				"$root/share/man/man${page##*.}/$page"
		else
			echo "without $page: help2man was missing when it was made" >&2
		fi
	done
}

put_units() {
	for unit in siagad siaga-modem@ siaga-notify siaga-web; do
		put_filled 0644 "config/systemd/$unit.service" \
			"$root/lib/systemd/system/$unit.service" \
			"s|@PREFIX@|$prefix|g; s|@SYSCONFDIR@|$sysconfdir|g"
	done
	put 0644 config/systemd/siaga.sysusers \
		"$root/lib/sysusers.d/siaga.conf"
	put 0644 config/systemd/siaga.tmpfiles \
		"$root/lib/tmpfiles.d/siaga.conf"
}

remove_empty() {
	for folder in share/siaga share/doc/siaga; do
		[ ! -d "$root/$folder" ] ||
			find "$root/$folder" -depth -type d -empty -delete
	done
}

say_next() {
	cat <<END

Installed. What is left to do, as root:
  systemd-sysusers && systemd-tmpfiles --create siaga.conf
  systemctl daemon-reload
  usermod -a -G siaga YOU             who may ask siagad; log in again
  editor $sysconfdir/siaga/siaga.conf
  $prefix/sbin/siagad -n -c $sysconfdir/siaga/siaga.conf
  systemctl enable --now siagad siaga-modem@a siaga-notify siaga-web
then give people keys in place of /var/lib/siaga/first-officer.key: siaga(1), KEYS;
and move the machine key into a credential: siagad(8), THE MACHINE KEY.
END
}

case $prefix$sysconfdir in
*[\|\&\\]*)
	echo "install.sh: PREFIX and SYSCONFDIR may not hold | & \\" >&2
	exit 64
	;;
/*) ;;
*)
	echo "install.sh: PREFIX and SYSCONFDIR begin with /" >&2
	exit 64
	;;
esac
fill_conf="s|/usr/share/siaga|$prefix/share/siaga|; s|/etc/siaga|$sysconfdir/siaga|g;"
case $action in
install | uninstall) ;;
*)
	echo "usage: $0 install|uninstall [BUILD]" >&2
	exit 64
	;;
esac
put_programs
put_words
put_board
put_man
put_units
put_live_conf
if [ "$action" = uninstall ]; then
	remove_empty
	[ ! -e "$live" ] ||
		echo "left in place: $live, and /var/lib/siaga"
elif [ -z "$destdir" ]; then
	say_next
fi

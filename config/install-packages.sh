#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs what is missing to build (build), to run the demonstration (run) or
# to run every test (check) on Debian 12. One apt-get call, shown before it
# runs; nothing happens when nothing is missing.
# usage: install-packages.sh build|run|check
set -eu

build="gcc make pkg-config libgammu-dev libsqlite3-dev libcurl4-openssl-dev
 libsodium-dev libuv1-dev libjansson-dev libinih-dev libunistring-dev
 libgfshare-dev libcsv-dev libmicrohttpd-dev liboath-dev libqrencode-dev"
run="$build"
check="$build libcmocka-dev clang clang-format strace gdb faketime help2man man-db
 python3 sqlite3 shellcheck openssl universal-ctags"

case "${1:-}" in
build) want=$build ;;
run) want=$run ;;
check) want=$check ;;
*)
	echo "usage: $0 build|run|check" >&2
	exit 64
	;;
esac

missing=""
for package in $want; do
	dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
		grep -qx installed || missing="$missing $package"
done
# The receivers that verify our webhooks run on Node; any Node >= 18 serves.
if [ "$1" != build ]; then
	command -v node >/dev/null || missing="$missing nodejs"
	command -v npm >/dev/null || missing="$missing npm"
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "siaga needs these Debian packages:$missing" >&2
	exit 69
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
# shellcheck disable=SC2086 # the list is meant to be split
echo "installing what is missing: $sudo apt-get install -y --no-install-recommends$missing" >&2
$sudo apt-get update -qq >&2
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq \
	--no-install-recommends $missing >&2

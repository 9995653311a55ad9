#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Made v1/ once: keys and sealed things by the vault of the commit below, as
# boxes in the field have them. Not to be run again, or it is another museum;
# the next format gets a folder and a script of its own.
# usage: make_v1.sh FOLDER
set -eu

commit=aeb26b3
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../../.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
git archive "$commit" gateway | tar -x -C "$dir"
# shellcheck disable=SC2046 # a list of options
cc -std=c11 -D_POSIX_C_SOURCE=200809L -I"$dir" -o "$dir/make" \
	tests/unit/formats/make_v1.c "$dir"/gateway/core/vault*.c \
	"$dir"/gateway/lib/log.c "$dir"/gateway/lib/buf.c \
	$(pkg-config --cflags --libs sqlite3 libsodium)
"$dir/make" "$folder" >"$folder/sealed.txt"

# SPDX-License-Identifier: GPL-2.0-or-later
# The officer's board, bundled into BUILD/web; included by the Makefile.
# esbuild comes from npm at build time, nothing at run time. Without npm or a
# network everything else is built, and siaga-web says that the board is not.

BOARD_NPM := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
	--fetch-retries=1 --fetch-timeout=20000
BOARD_FROM := $(sort $(wildcard templates/web/src/*.js templates/web/words/*.json)) \
	$(addprefix templates/web/,app.css icon.svg index.html build.mjs)

templates/web/node_modules/.done: templates/web/package-lock.json
	cd templates/web && $(BOARD_NPM)
	touch $@
$(BUILD)/web/index.html: $(BOARD_FROM) templates/web/node_modules/.done
	$(call say,NPM)node templates/web/build.mjs $(BUILD)/web

.PHONY: board board-if-possible
board: $(BUILD)/web/index.html ## the officer's board alone
board-if-possible:
	@{ command -v npm >/dev/null && $(MAKE) board; } || { \
	  mkdir -p $(BUILD)/web && cp templates/web/unbuilt.html $(BUILD)/web/ && \
	  echo "the board is not built: npm could not fetch what it needs; all else is" >&2; }
all: board-if-possible

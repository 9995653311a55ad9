# SPDX-License-Identifier: GPL-2.0-or-later
# Siaga. `make help` lists the targets.
VERSION := 0.1.0
PREFIX  ?= /usr/local
SYSCONFDIR ?= /etc
BUILD   ?= build
# V=1 shows whole commands.
say = $(if $(V),,@echo "  $(1)" $(patsubst $(CURDIR)/%,%,$@);)
CC      ?= cc
CFLAGS  ?= -O2 -g
MAKEFLAGS += --no-print-directory

STD  := -std=c11 -D_POSIX_C_SOURCE=200809L
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla \
	-Wundef -Wcast-qual -Wpointer-arith -Wwrite-strings -Wformat=2 \
	-Wnull-dereference -Wimplicit-fallthrough -Wswitch-enum \
	-Wdouble-promotion $(if $(WERROR),-Werror)
HARDEN ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
	-fstack-clash-protection -fPIE
LDHARDEN := -pie -Wl,-z,relro,-z,now,--as-needed
DEFS := -DSIAGA_VERSION='"$(VERSION)"' -DSIAGA_SHAREDIR='"$(PREFIX)/share/siaga"'

# One library, one program: what each may link.
PKGS_core   := sqlite3 libsodium libuv jansson libqrencode liboath
PKGS_modem  := gammu jansson
PKGS_notify := libcurl jansson
PKGS_web    := libmicrohttpd libsodium jansson
PKGS_cli    := jansson libsodium libgfshare liboath
PKGS_all    := $(PKGS_core) gammu libcurl libmicrohttpd libgfshare
# Library headers are not ours to warn about.
INC := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS_all) 2>/dev/null))
libs = $(shell pkg-config --libs $(1) 2>/dev/null)

LIB_C      := $(sort $(wildcard gateway/lib/*.c))
CORE_C     := $(sort $(wildcard gateway/core/*.c)) $(sort $(wildcard handlers/*.c))
MODEM_C    := $(sort $(wildcard gateway/modem/*.c))
NOTIFY_C   := $(sort $(wildcard gateway/notify/*.c))
WEB_C      := $(sort $(wildcard gateway/web/*.c))
CLI_C      := $(sort $(wildcard gateway/cli/*.c))
SIM_C      := $(filter-out tests/simmodem/selftest.c,$(sort $(wildcard tests/simmodem/*.c)))
GEN_C      := $(addprefix $(BUILD)/gen/,queries.c migrations.c lexicon.c dialogue.c)
obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

WIRE_O   := $(call obj,$(addprefix gateway/lib/,wire.c wire_frames.c link.c child.c log.c buf.c harden.c wipe.c))
CONF_O   := $(call obj,$(addprefix gateway/lib/,conf.c conf_keys.c conf_value.c conf_fields.c conf_ussd.c \
	dialects.c address.c faults.c gsm.c))
LIB_O    := $(WIRE_O) $(CONF_O) $(call obj,$(addprefix gateway/lib/,pdu.c command_table.c shares_public.c totp.c))
# The box knows the public half of the recovery key and never a share.
SHARES_O := $(call obj,gateway/lib/shares.c)
# In the programs alone: tests have allocators of their own.
WIPE_O   := $(call obj,gateway/lib/wipe_heap.c)
GEN_O    := $(GEN_C:.c=.o)
CORE_O   := $(call obj,$(CORE_C)) $(GEN_O)
# The engine without its loop: what scenario tests run.
ENGINE_O := $(filter-out %/core/main.o %/core/loop.o %/core/loop_peers.o %/core/loop_children.o,$(CORE_O))
PROGRAMS := $(addprefix $(BUILD)/,siagad siaga-modem siaga-notify siaga-web siaga simmodem)

.DELETE_ON_ERROR:
.PHONY: all run check bench fuzz fuzz-run fault soak asan lint format install clean help
all: tools-present $(PROGRAMS) ## build everything under build/

.PHONY: tools-present
tools-present:
	@pkg-config --exists $(PKGS_all) && test -e /usr/include/ini.h && test -e /usr/include/csv.h || { \
	  echo "libraries are missing; run: config/install-packages.sh build" >&2; exit 1; }

$(BUILD)/siagad: $(CORE_O) $(LIB_O) $(WIPE_O)
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(call libs,$(PKGS_core)) -linih -lunistring -lcsv
$(BUILD)/siaga-modem: $(call obj,$(MODEM_C)) $(WIRE_O) $(WIPE_O) $(call obj,gateway/lib/gsm.c)
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(call libs,$(PKGS_modem))
$(BUILD)/siaga-notify: $(call obj,$(NOTIFY_C)) $(WIRE_O) $(WIPE_O) $(call obj,gateway/lib/address.c)
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(call libs,$(PKGS_notify))
$(BUILD)/siaga-web: $(call obj,$(WEB_C)) $(WIRE_O) $(WIPE_O) $(call obj,$(addprefix gateway/lib/,command_table.c address.c dialects.c))
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(call libs,$(PKGS_web))
$(BUILD)/siaga: $(call obj,$(CLI_C)) $(LIB_O) $(SHARES_O) $(WIPE_O)
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(call libs,$(PKGS_cli)) -linih
$(BUILD)/simmodem: $(call obj,$(SIM_C))
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(call libs,jansson libcurl)

# The simulated modem stands for hardware; it may use what Linux has.
$(BUILD)/obj/tests/simmodem/%.o: STD := -std=c11 -D_GNU_SOURCE
$(BUILD)/obj/%.o: %.c | $(BUILD)/gen/queries.h
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(STD) $(WARN) $(HARDEN) $(DEFS) $(INC) -I. -I$(BUILD)/gen -ffile-prefix-map=$(CURDIR)=. $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(call say,CC)$(CC) $(STD) $(HARDEN) -Igateway/core -I$(BUILD)/gen $(CFLAGS) -c -o $@ $<

$(BUILD)/gen/queries.h: gateway/core/sql/queries.sql gateway/core/embed.sh
	@mkdir -p $(@D)
	$(call say,GEN)sh gateway/core/embed.sh queries-h $< >$@
$(BUILD)/gen/queries.c: gateway/core/sql/queries.sql gateway/core/embed.sh | $(BUILD)/gen/queries.h
	$(call say,GEN)sh gateway/core/embed.sh queries-c $< >$@
$(BUILD)/gen/migrations.c: $(sort $(wildcard gateway/core/sql/[0-9]*.sql)) gateway/core/embed.sh
	@mkdir -p $(@D)
	$(call say,GEN)sh gateway/core/embed.sh migrations $(filter %.sql,$^) >$@
$(BUILD)/gen/lexicon.c: config/lexicon.tsv gateway/core/embed.sh
	@mkdir -p $(@D)
	$(call say,GEN)sh gateway/core/embed.sh text lexicon_shipped $< >$@
$(BUILD)/gen/dialogue.c: config/dialogue.conf gateway/core/embed.sh
	$(call say,GEN)sh gateway/core/embed.sh text dialogue_shipped $< >$@

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

include templates/web/board.mk
include tests/tests.mk

run: ## try it: simulated modem and receiver, or DEVICE=/dev/ttyUSB0 [CONNECTION=at115200]
	config/install-packages.sh run
	@$(MAKE) all
	@$(MAKE) tests/webhook/node_modules/.done || \
	  echo "the demo receiver's packages cannot be fetched; going on without it" >&2
	@exec config/demo.sh "$(BUILD)" "$(DEVICE)" "$(CONNECTION)"

.PHONY: man uninstall FORCE
$(BUILD)/man/siaga.conf.5: $(PROGRAMS) config/man.sh $(wildcard config/man/*) $(BUILD)/gen/prefix
	$(call say,MAN)PREFIX="$(PREFIX)" config/man.sh "$(BUILD)"
man: all $(BUILD)/man/siaga.conf.5 ## manual pages under build/man/
install: all $(BUILD)/man/siaga.conf.5 ## DESTDIR= PREFIX=/usr/local SYSCONFDIR=/etc
	DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" SYSCONFDIR="$(SYSCONFDIR)" config/install.sh install "$(BUILD)"
uninstall: ## what install has put there; configuration and state stay
	DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" SYSCONFDIR="$(SYSCONFDIR)" config/install.sh uninstall "$(BUILD)"
# The share folder is compiled in: another PREFIX is another program.
$(BUILD)/gen/prefix: FORCE
	@mkdir -p $(@D); echo "$(PREFIX)" | cmp -s - $@ || echo "$(PREFIX)" >$@
$(call obj,gateway/lib/conf_keys.c gateway/cli/paper.c): $(BUILD)/gen/prefix

clean: ## remove build/
	rm -rf $(BUILD)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

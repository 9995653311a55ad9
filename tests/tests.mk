# SPDX-License-Identifier: GPL-2.0-or-later
# How tests are built and run; included by the Makefile.
#
#   unit      tests/unit/*_test.c      cmocka, one program a module
#   scenario  tests/scenario/*.t       scripts on the engine, virtual time
#             tests/transcripts/*.t    the same, their transcripts compared
#   explore   tests/explore/           every situation against the invariants
#             tests/model/             random people on the engine
#             tests/alerts/            random rosters, reports and answers
#   system    tests/system/*.py        the real programs, simulated modem
#   browser   tests/browser/board.py   the officer's board in Chromium
#   fault     tests/fault/             every allocation, write and sync fails
#   fuzz      tests/fuzz/*_fuzz.c      corpus replayed in check
#   words     tests/words/             labelled messages; runs as a unit test
#   lint      tests/lint.sh

UNIT_C    := $(sort $(wildcard tests/unit/*_test.c))
UNIT      := $(UNIT_C:tests/unit/%.c=$(BUILD)/tests/%)
HELP_C    := $(filter-out $(UNIT_C),$(sort $(wildcard tests/unit/*.c)))
FUZZ_C    := $(sort $(wildcard tests/fuzz/*_fuzz.c))
FUZZ      := $(FUZZ_C:tests/fuzz/%.c=$(BUILD)/tests/%)
SCENARIO_C := $(sort $(wildcard tests/scenario/*.c))
EXPLORE_C := $(sort $(wildcard tests/explore/*.c))
MODEL_C   := $(sort $(wildcard tests/model/*.c))
ALERTS_C  := $(sort $(wildcard tests/alerts/*.c))
SYSTEM    := $(filter-out %/harness.py %/office.py %/traces.py %/aggregator.py,$(sort $(wildcard tests/system/*.py)))

# Every object that no main() lives in; the linker takes what a test names.
$(BUILD)/tests/parts.a: $(LIB_O) $(SHARES_O) $(ENGINE_O) $(call obj,$(HELP_C)) \
    $(filter-out %/main.o,$(call obj,$(NOTIFY_C) $(MODEM_C) $(WEB_C)))
	@mkdir -p $(@D)
	$(call say,AR)rm -f $@ && ar rcs $@ $^

TEST_LIBS = $(call libs,$(PKGS_all)) -lcmocka -linih -lunistring -lcsv
$(BUILD)/tests/%_test: $(BUILD)/obj/tests/unit/%_test.o $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/wipe_test: $(WIPE_O)
$(BUILD)/tests/scenario: $(call obj,$(SCENARIO_C)) $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/explore: $(call obj,$(EXPLORE_C)) $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/model: $(call obj,$(MODEL_C)) \
    $(call obj,$(filter-out %/main.c,$(SCENARIO_C))) $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/alerts: $(call obj,$(ALERTS_C)) \
    $(call obj,$(filter-out %/main.c,$(SCENARIO_C))) $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
# Fuzz targets as plain programs that replay files; make fuzz uses clang.
$(BUILD)/tests/%_fuzz: $(BUILD)/obj/tests/fuzz/%_fuzz.o $(BUILD)/obj/tests/fuzz/replay.o $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
# What people write, labelled; and how long it takes to look at it.
$(BUILD)/tests/words: $(BUILD)/obj/tests/words/words.o $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/words_bench: $(BUILD)/obj/tests/bench/words_bench.o $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/keys_bench: $(BUILD)/obj/tests/bench/keys_bench.o $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/alerts_week: $(BUILD)/obj/tests/bench/alerts_week.o \
    $(call obj,$(filter-out %/main.c,$(SCENARIO_C))) $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/board_bench: $(BUILD)/obj/tests/bench/board_bench.o \
    $(call obj,$(filter-out %/main.c,$(SCENARIO_C))) $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/ussd_bench: $(BUILD)/obj/tests/bench/ussd_bench.o
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^
$(BUILD)/tests/alerts_decide: $(BUILD)/obj/tests/bench/alerts_decide.o $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(TEST_LIBS)
$(BUILD)/tests/simmodem_selftest: $(BUILD)/obj/tests/simmodem/selftest.o
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^

TEST_ENV := SIMMODEM=$(CURDIR)/$(BUILD)/simmodem SIAGA_MODEM=$(CURDIR)/$(BUILD)/siaga-modem \
	SIAGA_NOTIFY=$(CURDIR)/$(BUILD)/siaga-notify SIAGA_BUILD=$(CURDIR)/$(BUILD)
include tests/fault/fault.mk

TEST_PROGRAMS := $(PROGRAMS) $(BUILD)/tests/fault $(UNIT) $(FUZZ) $(if $(SCENARIO_C),$(BUILD)/tests/scenario) \
	$(BUILD)/tests/simmodem_selftest $(BUILD)/tests/words $(BUILD)/tests/words_bench \
	$(BUILD)/tests/explore $(BUILD)/tests/model $(BUILD)/tests/alerts $(BUILD)/tests/ussd_bench

# What canary.py must catch: siagad without sealing, programs without wiping.
CONTROLS := $(foreach d,unsealed unwiped,$(addprefix $(BUILD)/$(d)/,siagad siaga-modem siaga-notify siaga-web siaga))
unwiped = $(filter-out %/wipe.o,$(1)) $(call obj,tests/system/unwiped.c)
$(BUILD)/unsealed/siagad: $(filter-out %/core/vault.o,$(CORE_O)) $(LIB_O) $(WIPE_O) $(call obj,tests/system/unsealed.c)
$(BUILD)/unwiped/siagad: $(call unwiped,$(CORE_O) $(LIB_O))
$(BUILD)/unsealed/siagad $(BUILD)/unwiped/siagad: LIBS = $(call libs,$(PKGS_core)) -linih -lunistring -lcsv
$(BUILD)/unwiped/siaga-modem: $(call unwiped,$(call obj,$(MODEM_C)) $(WIRE_O) $(call obj,gateway/lib/gsm.c))
$(BUILD)/unwiped/siaga-modem: LIBS = $(call libs,$(PKGS_modem))
$(BUILD)/unwiped/siaga-notify: $(call unwiped,$(call obj,$(NOTIFY_C)) $(WIRE_O) $(call obj,gateway/lib/address.c))
$(BUILD)/unwiped/siaga-notify: LIBS = $(call libs,$(PKGS_notify))
$(BUILD)/unwiped/siaga-web: $(call unwiped,$(call obj,$(WEB_C)) $(WIRE_O) $(call obj,$(addprefix gateway/lib/,command_table.c address.c dialects.c)))
$(BUILD)/unwiped/siaga-web: LIBS = $(call libs,$(PKGS_web))
$(filter %/siagad $(BUILD)/unwiped/siaga-%,$(CONTROLS)):
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) -o $@ $^ $(LIBS)
$(filter-out %/siagad $(BUILD)/unwiped/siaga-%,$(CONTROLS)): $(BUILD)/%: $(PROGRAMS)
	@mkdir -p $(@D)
	@cp $(BUILD)/$(@F) $@
.PHONY: canary-control
canary-control: $(CONTROLS)

NODE_DONE := $(addsuffix /node_modules/.done,tests/webhook tests/browser tests/ussd)
$(NODE_DONE): tests/%/node_modules/.done: tests/%/package-lock.json
	cd tests/$* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

# Limits are for what hangs, never for what is slow: CI may be another machine.
RUN_UNIT = $(foreach t,$(UNIT),'unit=900:$(t)') 'unit=300:$(BUILD)/tests/simmodem_selftest $(BUILD)/simmodem' \
	'unit=300:$(BUILD)/tests/words tests/words/messages.tsv' \
	'unit=300:$(BUILD)/tests/words_bench tests/words/messages.tsv' \
	$(foreach t,$(FUZZ),'fuzz=300:$(t) tests/fuzz/corpus/$(patsubst %_fuzz,%,$(notdir $(t)))')
RUN_SCENARIO = $(if $(SCENARIO_C),'scenario=3600:sh tests/scenario/halves.sh $(BUILD)/tests/scenario tests/scenario/*.t' \
	'scenario=1200:$(BUILD)/tests/scenario --golden tests/transcripts/*.t')
# Two processes at once, with seeds of their own; MODEL_STEPS each.
MODEL_STEPS ?= 60000
RUN_MODEL = 'model=2400:sh tests/model/run.sh $(BUILD)/tests/model $(MODEL_STEPS)'
ALERTS_STEPS ?= 600
RUN_ALERTS = 'explore=1200:$(BUILD)/tests/alerts --steps $(ALERTS_STEPS)'
RUN_EXPLORE = 'explore=1200:$(BUILD)/tests/explore' $(RUN_ALERTS)
RUN_SYSTEM = $(foreach t,$(SYSTEM),'system=1200:python3 $(t)') 'system=300:python3 tests/bench/ussd.py --smoke'
RUN_BROWSER = 'browser=1800:python3 tests/browser/board.py'

.PHONY: check-programs
check-programs: $(TEST_PROGRAMS) $(NODE_DONE)

check: ## every test; installs what is missing first
	config/install-packages.sh check
	$(MAKE) -j2 all check-programs canary-control WERROR=1
	$(MAKE) -j2 BUILD=$(BUILD)/asan $(ASAN) check-programs
	$(TEST_ENV) python3 tests/run.py 'lint=900:sh tests/lint.sh' \
	  $(RUN_UNIT) $(RUN_EXPLORE) $(RUN_FAULT) $(RUN_SCENARIO) $(RUN_MODEL) $(RUN_SYSTEM) $(RUN_BROWSER) \
	  'asan=4500:$(MAKE) -s asan-again'

ASAN = HARDEN= CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
.PHONY: asan-run asan-again
asan-again:
	@$(MAKE) -s BUILD=$(BUILD)/asan $(ASAN) asan-run
asan-run:
	$(TEST_ENV) python3 tests/run.py $(RUN_UNIT) \
	  'explore=1800:$(BUILD)/tests/explore --seeded 107' \
	  'explore=900:$(BUILD)/tests/model --steps 4000 --faults 0' \
	  'explore=900:$(BUILD)/tests/alerts --steps 200 --faults 0' $(RUN_SCENARIO)
asan: ## unit and scenario tests under ASan and UBSan
	$(MAKE) -j2 BUILD=$(BUILD)/asan $(ASAN) check-programs
	$(MAKE) -s BUILD=$(BUILD)/asan $(ASAN) asan-run

.PHONY: transcripts
transcripts: $(BUILD)/tests/scenario ## write tests/transcripts/*.md anew; look at what changed
	$(BUILD)/tests/scenario --write tests/transcripts/*.t

FUZZ_SECONDS ?= 60
$(BUILD)/fuzz/%_fuzz: $(BUILD)/obj/tests/fuzz/%_fuzz.o $(BUILD)/tests/parts.a
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(TEST_LIBS)
.PHONY: fuzz-run
fuzz-run: $(FUZZ_C:tests/fuzz/%.c=$(BUILD)/fuzz/%)
	@for f in $^; do name=$$(basename $$f _fuzz); mkdir -p $(BUILD)/fuzz/$$name; \
	  echo "$$name: $(FUZZ_SECONDS) s"; \
	  $$f -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 -verbosity=0 \
	    $(BUILD)/fuzz/$$name tests/fuzz/corpus/$$name || exit 1; done
fuzz: ## every parser under libFuzzer, FUZZ_SECONDS=60 each
	$(MAKE) -j2 BUILD=$(BUILD)/clang CC=clang HARDEN= \
	  CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzz-run
bench: all $(BUILD)/tests/keys_bench $(BUILD)/tests/ussd_bench tests/webhook/node_modules/.done $(BUILD)/tests/alerts_week $(BUILD)/tests/alerts_decide $(BUILD)/tests/board_bench ## the figures of the README, on this machine
	$(TEST_ENV) python3 tests/bench/latency.py
	$(TEST_ENV) python3 tests/bench/ussd.py
	$(TEST_ENV) python3 tests/bench/webhook_burst.py
	$(TEST_ENV) node tests/bench/webhook_bench.mjs
	$(TEST_ENV) python3 tests/bench/idle.py
	$(TEST_ENV) SIAGA_OFFICERS=100 python3 tests/system/web_abuse.py many_officers ten_thousand_half_open
	dir=$$(mktemp -d) && $(BUILD)/tests/keys_bench "$$dir"; rm -rf "$$dir"
	$(BUILD)/tests/alerts_week $(BUILD)/alerts_week.txt
	$(BUILD)/tests/alerts_decide
	$(BUILD)/tests/board_bench
.PHONY: explore
explore: $(BUILD)/tests/explore $(BUILD)/tests/model $(BUILD)/tests/alerts ## every situation, and 1,000,000 random steps against the invariants
	$(TEST_ENV) python3 tests/run.py 'explore=1200:$(BUILD)/tests/explore' \
	  'model=7200:sh tests/model/run.sh $(BUILD)/tests/model 500000' \
	  'explore=7200:$(BUILD)/tests/alerts --seed 100001 --steps 100000'
soak: all ## the long kill -9 run: 1000 texts, a kill every 0.5 to 4 s
	$(TEST_ENV) python3 tests/system/kill.py --texts 1000 --kills 0 --seconds 900 --least 0.5 --most 4

lint: all ## format, include law, banned calls, statements, scripts
	SIAGA_BUILD="$(CURDIR)/$(BUILD)" sh tests/lint.sh
format: ## put every C file into the project's form
	clang-format -i $$(git ls-files '*.c' '*.h')

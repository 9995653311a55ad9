# SPDX-License-Identifier: GPL-2.0-or-later
# The fault sweep: the scenario runner's world with failing memory and disk,
# and each allocation of reading what people wrote.
# Included by tests/tests.mk, after SCENARIO_C and TEST_LIBS.
FAULT_C := $(sort $(wildcard tests/fault/*.c))
FAULT_WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup
$(BUILD)/tests/fault: $(call obj,$(FAULT_C)) \
    $(filter-out %/scenario/main.o,$(call obj,$(SCENARIO_C))) $(BUILD)/tests/parts.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDHARDEN) $(FAULT_WRAP) -o $@ $^ $(TEST_LIBS)

# A few hundred failures for check; every single one for `make fault`.
RUN_FAULT = 'fault=1800:$(BUILD)/tests/fault 120'
fault: $(BUILD)/tests/fault ## every allocation, write and sync fails once
	$(BUILD)/tests/fault

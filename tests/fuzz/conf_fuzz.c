/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes siaga.conf: any bytes as a file. Reading ends, every fault is one
 * printable line, and a configuration without faults holds what it promises.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/conf/.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/lib/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool kept)
{
	if (!kept)
		abort();
}

/* One file for all inputs of this process, removed at its end. */
static char fuzz_path[64];

static void
fuzz_remove(void)
{
	(void)unlink(fuzz_path);
}

static void
fuzz_write(const uint8_t *data, size_t size)
{
	if (fuzz_path[0] == '\0') {
		(void)snprintf(fuzz_path, sizeof(fuzz_path),
		    "/tmp/siaga-conf-fuzz.XXXXXX");
		int fd = mkstemp(fuzz_path);
		check(fd >= 0);
		(void)close(fd);
		(void)atexit(fuzz_remove);
	}
	FILE *file = fopen(fuzz_path, "we");
	check(file != NULL);
	check(size == 0 || fwrite(data, 1, size, file) == size);
	check(fclose(file) == 0);
}

static void
check_faults(const struct faults *faults)
{
	size_t lines = 0;
	for (size_t i = 0; i < faults->text.len; i++)
		lines += faults->text.data[i] == '\n';
	check(lines <= (size_t)faults->count + faults->warnings);
	check(faults->text.len == 0 ||
	      faults->text.data[faults->text.len - 1] == '\n');
}

static void
check_conf(const struct conf *conf)
{
	check(conf->siaga.state_dir != NULL && conf->siaga.templates != NULL);
	check(conf->siaga.language != NULL && conf->siaga.country != NULL);
	check(conf->siaga.read_within_hours >= 1);
	check(conf->cover.name != NULL && conf->cover.plain_word != NULL);
	check(conf->modem_count <= CONF_MODEMS_MAX);
	check(conf->webhook_count <= CONF_WEBHOOKS_MAX);
	for (size_t i = 0; i < conf->modem_count; i++) {
		check(conf->modems[i].name != NULL);
		check(strlen(conf->modems[i].name) <= CONF_NAME_MAX);
		check(conf->modems[i].device != NULL);
	}
	for (size_t i = 0; i < conf->webhook_count; i++) {
		check(strlen(conf->webhooks[i].name) <= CONF_NAME_MAX);
		check(conf->webhooks[i].url != NULL);
		check(conf->webhooks[i].secret_file != NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct faults faults;
	struct conf conf, again;
	fuzz_write(data, size);
	faults_init(&faults);
	conf_read(&conf, fuzz_path, &faults);
	check_faults(&faults);
	if (faults.count == 0) {
		check_conf(&conf);
		conf_read(&again, fuzz_path, &faults);
		check(faults.count == 0);
		check(conf_needs_restart(&conf, &again) == NULL);
		conf_free(&again);
	}
	conf_free(&conf);
	faults_free(&faults);
	return 0;
}

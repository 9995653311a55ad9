/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes the templates: any bytes as the words of R01, among the shipped
 * others. What is taken renders to one GSM-7 message, never holds a slot that
 * was not filled, and what stands in a slot's value is not looked into again.
 *
 * clang -fsanitize=fuzzer,address,undefined, corpus in corpus/texts/.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/core/texts.h"
#include "gateway/lib/gsm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool kept)
{
	if (!kept)
		abort();
}

static char fuzz_dir[64], fuzz_sms[80], fuzz_id[96];

static void
fuzz_copy(const char *from_dir, const char *to_dir, const char *name)
{
	char path[512], bytes[8192];
	(void)snprintf(path, sizeof(path), "%s/%s", from_dir, name);
	FILE *in = fopen(path, "re");
	(void)snprintf(path, sizeof(path), "%s/%s", to_dir, name);
	FILE *out = fopen(path, "we");
	check(in != NULL && out != NULL);
	size_t size = fread(bytes, 1, sizeof(bytes), in);
	check(fwrite(bytes, 1, size, out) == size);
	(void)fclose(in);
	check(fclose(out) == 0);
}

static void
fuzz_end(void)
{
	char path[512];
	struct dirent *entry;
	DIR *dir = opendir(fuzz_id);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s", fuzz_id, entry->d_name);
		(void)unlink(path);
	}
	if (dir != NULL)
		(void)closedir(dir);
	(void)rmdir(fuzz_id);
	(void)snprintf(path, sizeof(path), "%s/banned.tsv", fuzz_sms);
	(void)unlink(path);
	(void)rmdir(fuzz_sms);
	(void)rmdir(fuzz_dir);
}

/* A copy of the shipped texts, in one language; run from the root. */
static void
fuzz_begin(void)
{
	struct dirent *entry;
	(void)snprintf(
	    fuzz_dir, sizeof(fuzz_dir), "/tmp/siaga-texts-fuzz.XXXXXX");
	check(mkdtemp(fuzz_dir) != NULL);
	(void)atexit(fuzz_end);
	(void)snprintf(fuzz_sms, sizeof(fuzz_sms), "%s/sms", fuzz_dir);
	(void)snprintf(fuzz_id, sizeof(fuzz_id), "%s/id", fuzz_sms);
	check(mkdir(fuzz_sms, 0700) == 0 && mkdir(fuzz_id, 0700) == 0);
	fuzz_copy("templates/sms", fuzz_sms, "banned.tsv");
	DIR *dir = opendir("templates/sms/id");
	check(dir != NULL);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			fuzz_copy("templates/sms/id", fuzz_id, entry->d_name);
	(void)closedir(dir);
}

static void
fuzz_write(const uint8_t *data, size_t size)
{
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/R01.txt", fuzz_id);
	FILE *file = fopen(path, "we");
	check(file != NULL);
	check(size == 0 || fwrite(data, 1, size, file) == size);
	check(fclose(file) == 0);
}

static void
fuzz_render(const struct texts *texts)
{
	char text[TEXTS_SIZE];
	json_t *values =
	    json_pack("{s:s, s:s}", "code", "7F3K", "when", "14.00");
	check(values != NULL);
	int err = texts_render(texts, "id", "R01", values, text);
	check(err <= 0);
	if (err == 0) {
		int septets = gsm_septets(text);
		check(septets >= 0 && septets <= 160);
		check(strlen(text) < sizeof(text));
	}
	json_decref(values);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[] = "Info Desa", language[] = "id", path[] = "fuzz.conf";
	char hours[] = "Senin-Jumat", place[] = "balai desa", word[] = "AMAN";
	char zone[] = "Asia/Jakarta", country[] = "62";
	struct faults faults;
	if (fuzz_dir[0] == '\0')
		fuzz_begin();
	struct conf conf = {.path = path};
	conf.siaga.templates = fuzz_dir;
	conf.siaga.language = language;
	conf.siaga.timezone = zone;
	conf.siaga.country = country;
	conf.cover.name = name;
	conf.cover.hours = hours;
	conf.cover.place = place;
	conf.cover.plain_word = word;
	fuzz_write(data, size);
	faults_init(&faults);
	static struct dialogue *dialogue;
	size_t count;
	if (dialogue == NULL) {
		struct faults none;
		faults_init(&none);
		dialogue =
		    handling_wired.dialogue_load(NULL, CHANNEL_SMS, &none);
		check(dialogue != NULL);
	}
	const struct dialogue_text *rows =
	    handling_wired.dialogue_texts(dialogue, &count);
	struct texts *texts =
	    texts_load(&conf, rows, count, CHANNEL_SMS, &faults);
	check((texts == NULL) == (faults.count > 0));
	if (texts != NULL)
		fuzz_render(texts);
	texts_free(texts);
	faults_free(&faults);
	return 0;
}

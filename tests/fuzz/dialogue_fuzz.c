/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The dialogue loader with any bytes: it names faults or gives a dialogue
 * that keeps what the check promises, and the map of it can be drawn.
 */
#include "gateway/lib/buf.h"
#include "handlers/dialogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static char fuzz_path[64];

static void
check(int holds)
{
	if (!holds)
		abort();
}

static void
fuzz_end(void)
{
	(void)unlink(fuzz_path);
}

static const char *
fuzz_words(void *arg, const char *id)
{
	(void)arg;
	return id;
}

/* Every line of a level-0 step leads to level 0, every question has its 0. */
static void
fuzz_promises(const struct dialogue *d)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct dialogue_step *step = &d->steps[i];
		if (!d->texts[i].asks)
			continue;
		check(step->digit[0].to != TO_NOWHERE);
		for (int n = 0; n < DIALOGUE_DIGITS; n++) {
			const struct dialogue_text *to =
			    dialogue_text(d, step->digit[n].text);
			check(step->digit[n].to != TO_TEXT || to != NULL);
			check(to == NULL || to->level <= d->texts[i].level);
		}
	}
}

static void
fuzz_answer(const struct dialogue *d, const uint8_t *data, size_t size)
{
	struct found_words words = {.digit = -1};
	struct answer a;
	for (size_t i = 0; i < d->count; i++)
		if (d->texts[i].asks)
			answer_read(
			    &d->steps[i], &words, (const char *)data, size, &a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct faults faults;
	struct buf map;
	if (fuzz_path[0] == '\0') {
		(void)snprintf(fuzz_path, sizeof(fuzz_path),
		    "/tmp/siaga-dialogue-fuzz.%d", (int)getpid());
		(void)atexit(fuzz_end);
	}
	FILE *file = fopen(fuzz_path, "we");
	check(file != NULL);
	check(size == 0 || fwrite(data, 1, size, file) == size);
	check(fclose(file) == 0);
	faults_init(&faults);
	struct dialogue *d = dialogue_load(fuzz_path, CHANNEL_SMS, &faults);
	check((d == NULL) == (faults.count > 0));
	if (d == NULL) /* answers to the shipped one are read all the same */
		d = dialogue_load(NULL, CHANNEL_SMS, &faults);
	check(d != NULL);
	fuzz_promises(d);
	fuzz_answer(d, data, size);
	buf_init(&map, 1048576);
	check(dialogue_map(d, size % 2 == 0, fuzz_words, NULL, &map) == 0);
	buf_free(&map);
	dialogue_free(d);
	faults_free(&faults);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which text is it? Found by the templates' own words, slots open. */
#include "model.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define WORDS_MAX 64

static const char *const plain_texts[] = {"R02", "R03", "R05", "R06", "R07",
    "R08", "R09", "R10", "R11", "R12", "R13", "R14", "R24", "R25", "R26", "R30",
    "R33", "R35"};

static struct {
	char id[8], text[300];
} words[WORDS_MAX];
static size_t words_count;

bool
words_is_plain(const char *id)
{
	size_t count = sizeof(plain_texts) / sizeof(*plain_texts);
	for (size_t i = 0; i < count; i++)
		if (strcmp(plain_texts[i], id) == 0)
			return true;
	return false;
}

void
words_read(void)
{
	char path[300];
	DIR *dir = opendir("templates/sms/id");
	struct dirent *entry;
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != 'R' || words_count == WORDS_MAX)
			continue;
		(void)snprintf(path, sizeof(path), "templates/sms/id/%.200s",
		    entry->d_name);
		FILE *file = fopen(path, "re");
		char *text = words[words_count].text;
		if (file == NULL || fgets(text, 300, file) == NULL)
			*text = '\0';
		text[strcspn(text, "\n")] = '\0';
		if (file != NULL)
			(void)fclose(file);
		(void)snprintf(
		    words[words_count++].id, 8, "%.3s", entry->d_name);
	}
	if (dir != NULL)
		(void)closedir(dir);
}

/* A slot stands for anything up to the words after it. */
static bool
words_fit(const char *want, const char *text)
{
	while (*want != '\0' && *want != '{') {
		if (*want++ != *text++)
			return false;
	}
	if (*want == '\0')
		return *text == '\0';
	want = strchr(want, '}') + 1;
	for (; *text != '\0'; text++)
		if (words_fit(want, text))
			return true;
	return *want == '\0';
}

void
words_id(const char *text, char ret_id[8])
{
	ret_id[0] = '\0';
	for (size_t i = 0; i < words_count; i++)
		if (words_fit(words[i].text, text))
			(void)snprintf(ret_id, 8, "%s", words[i].id);
}

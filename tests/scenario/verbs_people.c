/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * People of the office at the command line, each with a session of their own:
 *	who sari                  the following commands are hers
 *	does people.add budi role officer
 * Their passphrase is "kata sandi ID yang panjang" unless they say another.
 */
#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
people_first_key(const struct world *w, char ret[WORLD_AS_SIZE])
{
	char path[1100];
	ret[0] = '\0';
	(void)snprintf(path, sizeof(path), "%s/first-officer.key", w->state);
	FILE *file = fopen(path, "re");
	if (file != NULL && fgets(ret, WORLD_AS_SIZE, file) == NULL)
		ret[0] = '\0';
	if (file != NULL)
		(void)fclose(file);
	ret[strcspn(ret, "\r\n")] = '\0';
}

static struct world_person *
people_find(struct world *w, const char *id, bool make)
{
	for (size_t i = 0; i < WORLD_PEOPLE; i++) {
		struct world_person *p = &w->people[i];
		if (strcmp(p->id, id) == 0)
			return p;
		if (make && p->id[0] == '\0') {
			(void)snprintf(p->id, sizeof(p->id), "%s", id);
			return p;
		}
	}
	return NULL;
}

/* Two sheets of paper give it; its public line is in scripts that use it. */
static const char people_recovery[] =
    "siaga-recovery-secret-YSByZWNvdmVyeSBrZXkgZm9yIHRoZSBzY2VuYXJpb3M";

void
people_who(struct world *w, const char *id)
{
	const struct world_person *p = people_find(w, id, false);
	w->as[0] = '\0';
	if (strcmp(id, "first") == 0)
		people_first_key(w, w->as);
	else if (strcmp(id, "recovery") == 0)
		memcpy(w->as, people_recovery, sizeof(people_recovery));
	else if (p != NULL)
		memcpy(w->as, p->session, sizeof(w->as));
	else if (strcmp(id, "nobody") != 0)
		world_fail(w, "%s has not unlocked", id);
}

/* who ID: a session that `unlocks` began; who nobody; who first: the key of
 * the first start, if it is on the box; who recovery: the one on paper */
static void
verb_who(struct world *w, struct words *words)
{
	people_who(w, words_next(words));
}

static void
people_passphrase(const char *id, char ret[64])
{
	(void)snprintf(ret, 64, "kata sandi %s yang panjang", id);
}

/* unlocks ID [passphrase "..."]: and the following commands are theirs */
static void
verb_unlocks(struct world *w, struct words *words)
{
	char id[33], phrase[64];
	(void)snprintf(id, sizeof(id), "%s", words_next(words));
	people_passphrase(id, phrase);
	if (words_take(words, "passphrase"))
		(void)snprintf(
		    phrase, sizeof(phrase), "%s", words_quoted(w, words)->text);
	w->as[0] = '\0';
	world_command(w, "unlock",
	    json_pack("{s:s, s:s}", "person", id, "passphrase", phrase));
	const char *token = json_string_value(
	    json_object_get(json_object_get(w->answer, "result"), "session"));
	struct world_person *p = people_find(w, id, true);
	if (token == NULL || p == NULL)
		return; /* `expect answer error=...` says whether it should */
	(void)snprintf(p->session, sizeof(p->session), "%s", token);
	memcpy(w->as, p->session, sizeof(w->as));
}

static bool
people_is_flag(const char *key)
{
	static const char *const flags[] = {
	    "all", "end", "force", "agreed", "refuse", "reopen", "json", "now"};
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (strcmp(key, flags[i]) == 0)
			return true;
	return false;
}

/* A command's first word of its own is the person or the thing. */
static const char *
people_first_word(const char *name)
{
	if (strcmp(name, "key.recovery") == 0)
		return "public";
	if (strncmp(name, "people.", 7) == 0 || strncmp(name, "key.", 4) == 0 ||
	    strncmp(name, "panic.", 6) == 0)
		return "person";
	return NULL;
}

static json_t *
people_value(struct world *w, const char *value)
{
	if (strcmp(value, "given") == 0)
		value = w->given;
	else if (strcmp(value, "given_head") == 0)
		value = w->head;
	else if (strcmp(value, "given_count") == 0)
		value = w->head_count;
	return json_string(value);
}

/* does NAME [PERSON] [report N] [KEY VALUE | FLAG] ... */
static void
verb_does(struct world *w, struct words *words)
{
	char name[64], phrase[64];
	json_t *args = json_object();
	(void)snprintf(name, sizeof(name), "%s", words_next(words));
	const char *first = people_first_word(name);
	if (first != NULL && words_left(words)) {
		const char *id = words_next(words);
		people_passphrase(id, phrase);
		(void)json_object_set_new(args, first, people_value(w, id));
		if (strcmp(name, "panic.end") == 0 ||
		    strcmp(name, "key.init") == 0 ||
		    strcmp(name, "key.officer") == 0)
			(void)json_object_set_new(
			    args, "passphrase", json_string(phrase));
	}
	if (strcmp(name, "people.add") == 0 && words_left(words))
		world_add_responders(w, words->list[words->at].rest);
	while (words_left(words)) {
		char key[32];
		(void)snprintf(key, sizeof(key), "%s", words_next(words));
		if (strcmp(key, "report") == 0) {
			char *code = expect_code_of(w, words_number(w, words));
			if (code != NULL)
				(void)json_object_set_new(
				    args, "code", json_string(code));
			free(code);
		} else if (people_is_flag(key)) {
			(void)json_object_set_new(args, key, json_true());
		} else {
			(void)json_object_set_new(
			    args, key, people_value(w, words_next(words)));
		}
	}
	world_command(w, name, args);
}

/* keep KEY: of the last answer's result, for the word `given` */
static void
verb_keep(struct world *w, struct words *words)
{
	json_t *value = expect_find(
	    json_object_get(w->answer, "result"), words_next(words));
	if (json_is_array(value))
		value = json_array_get(value, 0);
	(void)snprintf(w->given, sizeof(w->given), "%s",
	    json_is_string(value) ? json_string_value(value) : "?");
}

/* keep_head: of the audit, as the newest heartbeat told it */
static void
verb_keep_head(struct world *w, struct words *words)
{
	(void)words;
	for (struct seen *s = w->seen; s != NULL; s = s->next) {
		json_t *audit =
		    json_object_get(json_object_get(s->data, "data"), "audit");
		if (audit == NULL)
			continue;
		(void)snprintf(
		    w->head, sizeof(w->head), "%s", wire_str(audit, "head"));
		(void)snprintf(w->head_count, sizeof(w->head_count), "%lld",
		    (long long)wire_int(audit, "count", 0));
	}
}

const struct verb verbs_people[] = {
    {"keep_head", verb_keep_head, false},
    {"who", verb_who, true},
    {"unlocks", verb_unlocks, true},
    {"does", verb_does, true},
    {"keep", verb_keep, true},
    {NULL, NULL, false},
};

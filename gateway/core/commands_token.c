/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga token: what scripts ask with. A token opens nothing: it reads, of some
 * commands, what anybody without a key would see. The box keeps its hash.
 */
#include "commands.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define TOKEN_HASH 32
#define TOKEN_DAY  86400

static const struct {
	const char *name;
	const char *const *commands;
} token_scopes[] = {
    {"status", (const char *const[]){"status", "doctor", "modem.list",
		   "metrics", "duty", "village.list", NULL}},
    {"reports", (const char *const[]){"report.list", "report.queue",
		    "report.show", NULL}},
    {"alerts", (const char *const[]){"alert.list", NULL}},
    {"outbox", (const char *const[]){"outbox.list", "webhook.list", NULL}},
    {"events", (const char *const[]){NULL}}, /* siaga-web's stream */
};
#define TOKEN_SCOPES (sizeof(token_scopes) / sizeof(*token_scopes))

static void
token_hash(const char *token, uint8_t ret[TOKEN_HASH])
{
	(void)crypto_generichash(
	    ret, TOKEN_HASH, (const uint8_t *)token, strlen(token), NULL, 0);
}

bool
actor_token_may(const struct actor *actor, const char *command)
{
	if (strcmp(command, "session.show") == 0)
		return true;
	for (size_t i = 0; i < TOKEN_SCOPES; i++)
		for (const char *const *c = token_scopes[i].commands;
		     (actor->scopes >> i & 1) != 0 && *c != NULL; c++)
			if (strcmp(*c, command) == 0)
				return true;
	return false;
}

/* "status, reports" -> bits; 0: there is one that is none. */
static unsigned
token_parse(const char *list)
{
	unsigned scopes = 0;
	while (*list != '\0') {
		size_t len = strcspn(list, ", "), i = 0;
		while (i < TOKEN_SCOPES &&
		       (strlen(token_scopes[i].name) != len ||
			   strncmp(token_scopes[i].name, list, len) != 0))
			i++;
		if (i == TOKEN_SCOPES)
			return 0;
		scopes |= 1u << i;
		list += len;
		list += strspn(list, ", ");
	}
	return scopes;
}

json_t *
command_token_scopes(unsigned scopes)
{
	json_t *names = json_array();
	for (size_t i = 0; i < TOKEN_SCOPES; i++)
		if ((scopes >> i & 1) != 0)
			(void)json_array_append_new(
			    names, json_string(token_scopes[i].name));
	return names;
}

int
command_tokens_end(struct engine *e, const char *person)
{
	return store_run(e->store, QUERY_TOKEN_REMOVE_OF, SQL_TEXT(person));
}

/* The day it was used last, written once a day. */
static int
token_used(struct engine *e, const char *name, int64_t used_at)
{
	if (used_at / TOKEN_DAY == e->now_s / TOKEN_DAY || turn_read_only(e))
		return 0;
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_TOKEN_USED, SQL_TEXT(name),
		    SQL_INT(e->now_s / TOKEN_DAY * TOKEN_DAY));
	return turn_disk_full(e, err, "token") ? 0 : err;
}

int
actor_by_token(struct engine *e, const char *as, struct actor *ret)
{
	struct store_rows rows;
	uint8_t hash[TOKEN_HASH];
	char name[VAULT_PERSON_SIZE] = "";
	int64_t used_at = 0;
	token_hash(as, hash);
	store_ask(
	    e->store, &rows, QUERY_TOKEN_BY_HASH, SQL_BLOB(hash, sizeof(hash)));
	int got = store_next(&rows);
	ret->stale = got == 0;
	if (got > 0) {
		(void)snprintf(name, sizeof(name), "%s", store_str(&rows, 0));
		ret->scopes = token_parse(store_str(&rows, 1));
		used_at = store_int(&rows, 2);
	}
	store_done(&rows);
	if (got <= 0)
		return got;
	(void)snprintf(ret->name, sizeof(ret->name), "%s", name);
	return token_used(e, name, used_at);
}

int
command_token_add(struct engine *e, json_t *args, struct command_answer *a)
{
	uint8_t bytes[24], hash[TOKEN_HASH];
	char token[64] = ACTOR_TOKEN_PREFIX;
	size_t prefix = strlen(token);
	const char *name = command_str(args, "name");
	unsigned scopes = token_parse(command_str(args, "scopes"));
	if (!person_id_fits(name))
		return command_fail(
		    a, "bad_arguments", "expected a name: a-z 0-9 . _ -");
	if (scopes == 0)
		return command_fail(a, "bad_arguments",
		    "expected --scopes of: status reports alerts outbox "
		    "events");
	vault_random(bytes, sizeof(bytes));
	(void)sodium_bin2base64(token + prefix, sizeof(token) - prefix, bytes,
	    sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	token_hash(token, hash);
	int err = store_run(e->store, QUERY_TOKEN_ADD, SQL_TEXT(name),
	    SQL_BLOB(hash, sizeof(hash)), SQL_TEXT(command_str(args, "scopes")),
	    SQL_INT(e->now_s),
	    SQL_TEXT(e->actor.name[0] == '\0' ? "-" : e->actor.name));
	if (err == 0 && store_changes(e->store) == 0)
		(void)command_fail(a, "exists",
		    "there is a token of that name: siaga token remove");
	a->result = json_pack("{s:s, s:s, s:o}", "name", name, "token", token,
	    "scopes", command_token_scopes(scopes));
	(void)snprintf(a->object, sizeof(a->object), "%s", name);
	(void)snprintf(a->detail, sizeof(a->detail), "scopes=%s",
	    command_str(args, "scopes"));
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(token, sizeof(token));
	return err;
}

int
command_token_list(struct engine *e, json_t *args, struct command_answer *a)
{
	struct store_rows rows;
	int got;
	(void)args;
	a->result = json_array();
	store_ask_values(e->store, &rows, QUERY_TOKEN_LIST, NULL, 0);
	while ((got = store_next(&rows)) > 0)
		(void)json_array_append_new(a->result,
		    json_pack("{s:s, s:o, s:o, s:s, s:o}", "name",
			store_str(&rows, 0), "scopes",
			command_token_scopes(token_parse(store_str(&rows, 1))),
			"added_at", command_time(store_int(&rows, 2)),
			"added_by", store_str(&rows, 3), "used_at",
			command_time(store_int(&rows, 4))));
	store_done(&rows);
	return got;
}

int
command_token_remove(struct engine *e, json_t *args, struct command_answer *a)
{
	const char *name = command_str(args, "name");
	int err = store_run(e->store, QUERY_TOKEN_REMOVE, SQL_TEXT(name));
	if (err == 0 && store_changes(e->store) == 0)
		return command_fail(
		    a, "not_found", "there is no token of that name");
	(void)snprintf(a->object, sizeof(a->object), "%s", name);
	a->result = json_pack("{s:s}", "removed", name);
	return err;
}

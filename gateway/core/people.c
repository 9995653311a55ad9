/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The people of the office. Names and numbers are under the machine key: the
 * box must reach them while nobody is there (design 6), so that a seized box
 * names them, and only them.
 */
#include "people.h"
#include "alerts.h"
#include "engine_parts.h"
#include "roster.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct {
	unsigned role;
	const char *name;
	enum vault_reach reach;
} people_roles[] = {
    {COMMAND_OFFICER, "officer", VAULT_TRIAGE},
    {COMMAND_SUPERVISOR, "supervisor", VAULT_SUPERVISOR},
    {COMMAND_COORDINATOR, "coordinator", VAULT_LOGIN},
    {COMMAND_ADMINISTRATOR, "administrator", VAULT_LOGIN},
    {COMMAND_AUDITOR, "auditor", VAULT_LOGIN},
    {COMMAND_CADRE, "cadre", VAULT_LOGIN},
    {COMMAND_RECOVERY, "recovery", VAULT_LOGIN},
    {COMMAND_FIRST, "first", VAULT_LOGIN},
};
#define PEOPLE_ROLES (sizeof(people_roles) / sizeof(*people_roles))

const char *
role_name(unsigned role)
{
	for (size_t i = 0; i < PEOPLE_ROLES; i++)
		if (people_roles[i].role == role)
			return people_roles[i].name;
	return "-";
}

unsigned
role_of_name(const char *name)
{
	for (size_t i = 0; i < PEOPLE_ROLES; i++)
		if (strcmp(people_roles[i].name, name) == 0 &&
		    (people_roles[i].role & PERSON_OF_ROLES) != 0)
			return people_roles[i].role;
	return 0;
}

enum vault_reach
role_reach(unsigned role)
{
	for (size_t i = 0; i < PEOPLE_ROLES; i++)
		if (people_roles[i].role == role)
			return people_roles[i].reach;
	return VAULT_LOGIN;
}

bool
person_id_fits(const char *id)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t len = strlen(id);
	return len > 0 && len < VAULT_PERSON_SIZE &&
	       strspn(id, letters) == len && strcmp(id, VAULT_FIRST) != 0 &&
	       strcmp(id, RETENTION_BY) != 0 && strcmp(id, ERASE_BY) != 0;
}

/* --- a person as a row --- */

static int
people_seal(struct engine *e, const struct person *p, struct vault_blob *ret)
{
	json_t *record = json_pack("{s:s, s:s, s:s}", "name", p->name, "number",
	    p->number, "pin", p->pin);
	char *text = json_dumps(record, JSON_COMPACT);
	int err = text == NULL ? -ENOMEM
			       : vault_machine_seal(
				     e->vault, p->id, text, strlen(text), ret);
	json_decref(record);
	free(text);
	return err;
}

static int
people_unseal(
    struct engine *e, const void *sealed, size_t size, struct person *p)
{
	struct vault_blob text;
	int err = vault_machine_open(e->vault, p->id, sealed, size, &text);
	if (err < 0)
		return err;
	json_t *record =
	    json_loadb((const char *)text.bytes, text.size, 0, NULL);
	const char *name = wire_str(record, "name");
	const char *number = wire_str(record, "number");
	const char *pin = wire_str(record, "pin");
	(void)snprintf(
	    p->name, sizeof(p->name), "%s", name == NULL ? "" : name);
	(void)snprintf(
	    p->number, sizeof(p->number), "%s", number == NULL ? "" : number);
	(void)snprintf(p->pin, sizeof(p->pin), "%s", pin == NULL ? "" : pin);
	json_decref(record);
	vault_blob_free(&text);
	return 0;
}

static void
people_take_text(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from == NULL ? "" : from);
}

int
person_from_row(struct engine *e, struct store_rows *rows, struct person *ret)
{
	size_t size;
	*ret = (struct person){.role = role_of_name(store_str(rows, 1)),
	    .added_at = store_int(rows, 5),
	    .removed_at = store_int(rows, 6)};
	people_take_text(ret->id, sizeof(ret->id), store_str(rows, 0));
	people_take_text(
	    ret->from_day, sizeof(ret->from_day), store_str(rows, 3));
	people_take_text(ret->to_day, sizeof(ret->to_day), store_str(rows, 4));
	people_take_text(ret->sex, sizeof(ret->sex), store_str(rows, 7));
	people_take_text(
	    ret->channels, sizeof(ret->channels), store_str(rows, 8));
	ret->everywhere = store_int(rows, 9) != 0;
	const void *sealed = store_blob(rows, 2, &size);
	int err = people_unseal(e, sealed, size, ret);
	if (err == -EBADMSG) { /* under another machine key: a restored box */
		people_take_text(ret->name, sizeof(ret->name), ret->id);
		ret->unreadable = true;
		err = 0;
	}
	return err;
}

int
person_get(struct engine *e, const char *id, struct person *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_PERSON_GET, SQL_TEXT(id));
	int err = store_next(&rows);
	if (err > 0)
		err = person_from_row(e, &rows, ret);
	else if (err == 0)
		err = -ENOENT;
	store_done(&rows);
	return err;
}

/* To know who answers by text without opening everybody's record. */
static int
people_put_number_hash(struct engine *e, const struct person *p)
{
	uint8_t hash[VAULT_LOOKUP_SIZE];
	if (p->number[0] == '\0')
		return store_run(e->store, QUERY_PERSON_NUMBER_HASH,
		    SQL_TEXT(p->id), SQL_NULL);
	vault_code_hash(e->vault, "number", p->number, hash);
	int err = store_run(e->store, QUERY_PERSON_NUMBER_HASH, SQL_TEXT(p->id),
	    SQL_BLOB(hash, sizeof(hash)));
	return err < 0 ? err : alerts_number_given(e, p->number, p->id);
}

int
person_put(struct engine *e, const struct person *p)
{
	struct vault_blob sealed = {0};
	int err = turn_write(e);
	if (err == 0)
		err = people_seal(e, p, &sealed);
	if (err == 0)
		err = store_run(e->store, QUERY_PERSON_PUT, SQL_TEXT(p->id),
		    SQL_TEXT(role_name(p->role)),
		    SQL_BLOB(sealed.bytes, sealed.size),
		    SQL_TEXT(p->from_day[0] == '\0' ? NULL : p->from_day),
		    SQL_TEXT(p->to_day[0] == '\0' ? NULL : p->to_day),
		    SQL_INT(p->added_at), SQL_TIME(p->removed_at),
		    SQL_TEXT(p->sex[0] == '\0' ? NULL : p->sex),
		    SQL_TEXT(p->channels[0] == '\0' ? NULL : p->channels),
		    SQL_INT(p->everywhere), SQL_INT(p->number[0] != '\0'));
	vault_blob_free(&sealed);
	if (err == 0)
		err = people_put_number_hash(e, p);
	return err == 0 ? roster_changed(e) : err;
}

static void
people_pin_hash(
    struct engine *e, const char *id, const char *pin, char ret[PERSON_PIN])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t hash[VAULT_PIN_SIZE];
	vault_pin_hash(e->vault, id, pin, hash);
	for (size_t i = 0; i < sizeof(hash); i++) {
		ret[2 * i] = digits[hash[i] >> 4];
		ret[2 * i + 1] = digits[hash[i] & 15];
	}
	ret[2 * sizeof(hash)] = '\0';
}

void
person_pin_set(struct engine *e, struct person *p, const char *pin)
{
	p->pin[0] = '\0';
	if (*pin != '\0')
		people_pin_hash(e, p->id, pin, p->pin);
}

bool
person_pin_is(struct engine *e, const struct person *p, const char *pin)
{
	char hash[PERSON_PIN];
	people_pin_hash(e, p->id, pin, hash);
	return p->pin[0] != '\0' && vault_equal(hash, p->pin, sizeof(hash));
}

bool
person_serves(const struct engine *e, const struct person *p)
{
	char today[16];
	struct tm local;
	time_t now = (time_t)e->now_s;
	(void)localtime_r(&now, &local);
	(void)strftime(today, sizeof(today), "%Y-%m-%d", &local);
	return p->removed_at == 0 &&
	       (p->from_day[0] == '\0' || strcmp(p->from_day, today) <= 0) &&
	       (p->to_day[0] == '\0' || strcmp(today, p->to_day) <= 0);
}

bool
people_rule(struct engine *e)
{
	struct vault_counts count;
	return vault_count(e->vault, &count) < 0 || count.logins > 0;
}

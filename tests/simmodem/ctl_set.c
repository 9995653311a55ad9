/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `set`: one table of what can be set, with its range. */
#include "ctl.h"

#include "sim.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum kind { SET_INT, SET_BOOL, SET_TEXT };

struct setting {
	const char *name;
	enum kind kind;
	size_t offset;
	int min;
	int max;            /* of a text: its size with the NUL */
	const char *choice; /* NULL: any; else the words, blank-separated */
};

#define AT(field)   offsetof(struct settings, field)
#define SIZE(field) ((int)sizeof((struct settings *)0)->field)

static const struct setting table[] = {
    {"slots", SET_INT, AT(slots), 0, STORE_SLOTS_MAX, NULL},
    {"send_delay_ms", SET_INT, AT(send_delay_ms), 0, INT_MAX, NULL},
    {"step_delay_ms", SET_INT, AT(step_delay_ms), 0, INT_MAX, NULL},
    {"signal", SET_INT, AT(signal), 0, 99, NULL},
    {"report_delay_ms", SET_INT, AT(report_delay_ms), 0, INT_MAX, NULL},
    {"ring_ms", SET_INT, AT(ring_ms), 1, INT_MAX, NULL},
    {"patience_ms", SET_INT, AT(patience_ms), 1, INT_MAX, NULL},
    {"ussd_ms", SET_INT, AT(ussd_ms), 1, INT_MAX, NULL},
    {"first_location", SET_INT, AT(first_location), 0, 1, NULL},
    {"registered", SET_BOOL, AT(registered), 0, 1, NULL},
    {"cnmi_ok", SET_BOOL, AT(cnmi_ok), 0, 1, NULL},
    {"cell_broadcast", SET_BOOL, AT(cell_broadcast), 0, 1, NULL},
    {"cmti", SET_BOOL, AT(cmti), 0, 1, NULL},
    {"sms_ready", SET_BOOL, AT(sms_ready), 0, 1, NULL},
    {"text_mode", SET_BOOL, AT(text_mode), 0, 1, NULL},
    {"report", SET_TEXT, AT(report), 4, SIZE(report), "auto none failed"},
    {"receive_store", SET_TEXT, AT(receive_store), 2, SIZE(receive_store),
	"SM ME"},
    {"report_store", SET_TEXT, AT(report_store), 2, SIZE(report_store),
	"SM ME SR"},
    {"pin", SET_TEXT, AT(pin), 0, SIZE(pin), NULL},
    {"number", SET_TEXT, AT(number), 0, SIZE(number), NULL},
    {"smsc", SET_TEXT, AT(smsc), 0, SIZE(smsc), NULL},
    {"imei", SET_TEXT, AT(imei), 1, SIZE(imei), NULL},
    {"imsi", SET_TEXT, AT(imsi), 1, SIZE(imsi), NULL},
    {"model", SET_TEXT, AT(model), 1, SIZE(model), NULL},
};

#define SETTINGS (sizeof table / sizeof table[0])

static const struct setting *
find(const char *name)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

static bool
chosen(const char *choice, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = choice; at && *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		if (len == n && memcmp(at, word, n) == 0)
			return true;
		at += len;
	}
	return !choice;
}

static bool
fits(const struct setting *t, json_t *v)
{
	json_int_t i = json_integer_value(v);
	size_t n = json_string_length(v);

	if (t->kind == SET_BOOL)
		return json_is_boolean(v);
	if (t->kind == SET_INT)
		return json_is_integer(v) && i >= t->min && i <= t->max;
	return json_is_string(v) && n >= (size_t)t->min && n < (size_t)t->max &&
	       chosen(t->choice, json_string_value(v)) &&
	       !strpbrk(json_string_value(v), "\r\n\"");
}

static void
put(struct settings *set, const struct setting *t, json_t *v)
{
	char *field = (char *)set + t->offset;

	if (t->kind == SET_BOOL)
		*(bool *)(void *)field = json_is_true(v);
	else if (t->kind == SET_INT)
		*(int *)(void *)field = (int)json_integer_value(v);
	else
		snprintf(field, (size_t)t->max, "%s", json_string_value(v));
}

static json_t *
get(const struct settings *set, const struct setting *t)
{
	const char *field = (const char *)set + t->offset;

	if (t->kind == SET_BOOL)
		return json_boolean(*(const bool *)(const void *)field);
	if (t->kind == SET_INT)
		return json_integer(*(const int *)(const void *)field);
	return json_string(field);
}

/* A new PIN locks at once, an empty one unlocks. */
static void
pin_changed(struct sim *s)
{
	s->at.p.pin_ok = !*s->set.pin;
	s->at.pin_left = 3;
}

/* All or nothing: a test is not to run with half of what it asked for. */
static json_t *
check(json_t *req)
{
	const char *key;
	json_t *v;

	json_object_foreach(req, key, v)
	{
		const struct setting *t = find(key);

		if (t && !fits(t, v))
			return ctl_error("set: %s: bad value", key);
	}
	return NULL;
}

static json_t *
do_set(struct sim *s, json_t *req, struct client *c)
{
	json_t *wrong = check(req), *o;
	const char *key;
	json_t *v;

	(void)c;
	if (wrong)
		return wrong;
	json_object_foreach(req, key, v)
	{
		const struct setting *t = find(key);

		if (t)
			put(&s->set, t, v);
	}
	if (json_object_get(req, "pin"))
		pin_changed(s);
	if (json_object_get(req, "receive_store"))
		s->at.p.mem[2] = store_find(s->set.receive_store);
	net_pump(s);
	o = ctl_ok();
	for (size_t i = 0; i < SETTINGS; i++)
		json_object_set_new(o, table[i].name, get(&s->set, &table[i]));
	return o;
}

const struct ctl_command ctl_set_commands[] = {
    {"set",
	"slots send_delay_ms step_delay_ms signal report_delay_ms ring_ms "
	"patience_ms ussd_ms "
	"first_location registered cnmi_ok cell_broadcast cmti sms_ready "
	"text_mode report receive_store report_store pin number smsc imei "
	"imsi model",
	do_set},
    {.name = NULL},
};

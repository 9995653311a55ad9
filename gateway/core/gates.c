/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The gates of aggregators of USSD, as siaga-web is told of them: it has
 * neither siaga.conf nor their files of secrets.
 */
#include "engine_parts.h"

#include "../lib/log.h"
#include "../lib/wipe.h"

#include <string.h>

bool
gates_wanted(const struct engine *e)
{
	return e->conf->ussd_count > 0;
}

#define GATE_FIELD(field)                                                      \
	{                                                                      \
#field, offsetof(struct conf_dialect, field)                   \
	}
static const struct {
	const char *name;
	size_t at;
} gate_fields[] = {
    GATE_FIELD(session),
    GATE_FIELD(number),
    GATE_FIELD(code),
    GATE_FIELD(input),
    GATE_FIELD(first),
    GATE_FIELD(ends),
    GATE_FIELD(sequence),
    GATE_FIELD(status),
    GATE_FIELD(more),
    GATE_FIELD(end),
    GATE_FIELD(answer),
};

static json_t *
gate_dialect(const struct engine *e, const char *name)
{
	const struct conf_dialect *d = conf_find_dialect(e->conf, name);
	BUG_IF(d == NULL); /* conf_ussd.c has looked */
	json_t *made = json_pack("{s:s, s:s, s:s}", "method",
	    d->method == CONF_GET ? "GET" : "POST", "format",
	    d->format == CONF_JSON ? "json" : "form", "inputs",
	    d->inputs == CONF_JOINED ? "joined" : "last");
	for (size_t i = 0; i < sizeof(gate_fields) / sizeof(*gate_fields);
	     i++) {
		const char *value =
		    *(char *const *)(const void *)((const char *)d +
						   gate_fields[i].at);
		if (value != NULL)
			(void)json_object_set_new(
			    made, gate_fields[i].name, json_string(value));
	}
	return made;
}

/* NULL: it asks for none. Without a file that can be read: an empty list, by
 * which nobody comes in. */
static json_t *
gate_secrets(const struct conf_ussd *u)
{
	struct conf_gate_secrets secrets;
	int line;
	if (u->secret_file == NULL)
		return NULL;
	json_t *list = json_array();
	const char *wrong =
	    conf_read_gate_secrets(u->secret_file, &secrets, &line);
	if (wrong != NULL)
		log_error("ussd.no_secret", LOG_S("gate", u->name),
		    LOG_S("cause", wrong), LOG_I("line", line),
		    LOG_S("effect", "nobody comes in by this gate"));
	for (size_t i = 0; wrong == NULL && i < secrets.count; i++)
		(void)json_array_append_new(list, json_string(secrets.all[i]));
	wipe(&secrets, sizeof(secrets));
	return list;
}

static json_t *
gate_row(const struct engine *e, const struct conf_ussd *u)
{
	return json_pack("{s:s, s:s, s:s*, s:s*, s:o*, s:s, s:b, s:b, s:o}",
	    "name", u->name, "path", u->path, "end_path", u->end_path,
	    "allow_cidr", u->allow_cidr, "secrets", gate_secrets(u), "auth",
	    u->auth, "quick", (int)u->quick_paths, "hashed",
	    u->numbers == CONF_NUMBERS_HASHED, "dialect",
	    gate_dialect(e, u->dialect));
}

json_t *
gates_serve(const struct engine *e)
{
	const struct conf_ussd_door *door = &e->conf->ussd;
	char later[TEXTS_SIZE];
	if (!gates_wanted(e))
		return NULL;
	json_t *gates = json_array();
	for (size_t i = 0; i < e->conf->ussd_count; i++)
		(void)json_array_append_new(
		    gates, gate_row(e, &e->conf->ussds[i]));
	return json_pack("{s:s, s:s*, s:s*, s:s*, s:s, s:o}", "listen",
	    door->listen, "tls_cert", door->tls_cert, "tls_key", door->tls_key,
	    "proxies", door->proxies, "later", ussd_later_words(e, later),
	    "gates", gates);
}

int
gates_frame_refused(struct engine *e, struct peer *p, json_t *frame)
{
	(void)p;
	e->ussd.shut_out += (uint64_t)wire_int(frame, "count", 0);
	return 0;
}

/* Also when the board alone is refused. */
static bool
gates_serving(const struct engine *e)
{
	const struct board *b = &e->board;
	return b->serving || (b->peer != 0 && b->error[0] != '\0' &&
				 strncmp(b->error, "ussd.", 5) != 0 &&
				 strncmp(b->error, "both.", 5) != 0);
}

json_t *
gates_status(const struct engine *e)
{
	if (!gates_wanted(e))
		return NULL;
	return json_pack("{s:b, s:I, s:I, s:I}", "serving",
	    (int)gates_serving(e), "screens", (json_int_t)e->ussd.screens,
	    "refused", (json_int_t)e->ussd.shut_out, "out_of_turn",
	    (json_int_t)e->ussd.refused);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the other programs do: modem, notify and its receivers, strangers. */
#include "played.h"
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* OUTCOME [CODE] [after TIME] [once | N times | from now on] */
static struct played_plan
programs_plan(struct world *w, struct words *words)
{
	struct played_plan plan = {.times = 0};
	(void)snprintf(plan.word, sizeof(plan.word), "%s", words_next(words));
	if (strcmp(plan.word, "failed") == 0)
		plan.code = words_number(w, words);
	if (words_take(words, "retry"))
		plan.code = words_time_ms(w, words) / 1000;
	if (words_take(words, "after"))
		plan.wait_ms = words_time_ms(w, words);
	if (words_take(words, "once")) {
		plan.times = 1;
	} else if (words_left(words)) {
		plan.times = (unsigned)words_number(w, words);
		(void)words_take(words, "times");
	}
	return plan;
}

static void
programs_add_plan(
    struct world *w, struct words *words, struct played_plans *plans)
{
	struct played_plan plan = programs_plan(w, words);
	if (!played_plan_add(plans, &plan))
		world_fail(w, "too many plans");
}

/* --- the modem --- */

static void
modem_verb_down(struct world *w, struct words *words, struct played_modem *m)
{
	(void)words;
	m->down = true;
	m->restart_ms = 0;
	world_leave(w, m->peer);
}

static void
modem_verb_up(struct world *w, struct words *words, struct played_modem *m)
{
	(void)words;
	m->down = false;
	modem_start(w, m);
}

static void
modem_verb_dies(struct world *w, struct words *words, struct played_modem *m)
{
	(void)words;
	world_leave(w, m->peer); /* it will be started again */
}

static void
modem_verb_deaf(struct world *w, struct words *words, struct played_modem *m)
{
	(void)w;
	(void)words;
	m->deaf = true;
}

static void
modem_verb_hears(struct world *w, struct words *words, struct played_modem *m)
{
	(void)w;
	(void)words;
	m->deaf = false;
}

static void
modem_verb_keeps(struct world *w, struct words *words, struct played_modem *m)
{
	(void)w;
	(void)words;
	m->keeps = true;
}

static void
modem_verb_deletes(struct world *w, struct words *words, struct played_modem *m)
{
	(void)words;
	m->keeps = false;
	modem_delete_taken(w, m);
}

static void
modem_verb_state(struct world *w, struct words *words, struct played_modem *m)
{
	modem_say_state(w, m, words_next(words));
}

static void
modem_verb_answers(struct world *w, struct words *words, struct played_modem *m)
{
	struct played_plans *plans =
	    words_take(words, "ring") ? &m->ring_plans : &m->plans;
	programs_add_plan(w, words, plans);
}

/* tells OUTCOME: of the last text, late or once more */
static void
modem_verb_tells(struct world *w, struct words *words, struct played_modem *m)
{
	struct played_plan plan = programs_plan(w, words);
	if (m->texts == NULL || m->peer == 0)
		world_fail(w, "there is no text, or no modem to tell of it");
	else
		modem_tell(w, m, m->texts->id, &plan);
}

/* says JSON, as it stands */
static void
modem_verb_says(struct world *w, struct words *words, struct played_modem *m)
{
	const char *line = words_rest(words);
	world_say_bytes(w, m->peer, 0, line, strlen(line));
}

static const struct {
	const char *name;
	void (*run)(struct world *, struct words *, struct played_modem *);
} modem_verbs[] = {
    {"down", modem_verb_down},
    {"up", modem_verb_up},
    {"dies", modem_verb_dies},
    {"deaf", modem_verb_deaf},
    {"hears", modem_verb_hears},
    {"keeps", modem_verb_keeps},
    {"deletes", modem_verb_deletes},
    {"state", modem_verb_state},
    {"answers", modem_verb_answers},
    {"tells", modem_verb_tells},
    {"says", modem_verb_says},
};

/* modem [NAME] down|up|dies|deaf|hears|keeps|deletes|state WORD|... */
static void
verb_modem(struct world *w, struct words *words)
{
	struct played_modem *m = modem_played(w, words_peek(words));
	if (m != NULL)
		(void)words_next(words);
	else
		m = modem_played(w, NULL);
	const char *name = words_next(words);
	for (size_t i = 0; i < sizeof(modem_verbs) / sizeof(*modem_verbs); i++)
		if (m != NULL && strcmp(modem_verbs[i].name, name) == 0) {
			modem_verbs[i].run(w, words, m);
			world_settle(w);
			return;
		}
	world_fail(w, "a modem does not \"%s\"", name);
}

/* --- webhooks --- */

/* webhook [NAME] answers STATUS [retry TIME] [after TIME] [once|N times] */
static void
verb_webhook(struct world *w, struct words *words)
{
	struct played_hook *hook = notify_hook(w, words_peek(words));
	if (w->notify == NULL) { /* it could not start */
		(void)words_rest(words);
		return;
	}
	if (hook != NULL)
		(void)words_next(words);
	else if (w->notify->count > 0)
		hook = &w->notify->hooks[0];
	if (hook == NULL || !words_take(words, "answers"))
		world_fail(w, "expected: webhook NAME answers STATUS");
	else
		programs_add_plan(w, words, &hook->plans);
}

/* notify down|up|dies|says JSON */
static void
verb_notify(struct world *w, struct words *words)
{
	struct played_notify *n = w->notify;
	if (words_take(words, "down")) {
		n->down = true;
		n->restart_ms = 0;
		world_leave(w, n->peer);
	} else if (words_take(words, "up")) {
		n->down = false;
		notify_start(w);
	} else if (words_take(words, "dies")) {
		world_leave(w, n->peer);
	} else if (words_take(words, "says")) {
		const char *line = words_rest(words);
		world_say_bytes(w, n->peer, 0, line, strlen(line));
	} else {
		world_fail(w, "notify is up or down, dies, or says JSON");
	}
	world_settle(w);
}

/* --- strangers --- */

static void
stranger_connect(struct world *w, struct words *words, const char *name)
{
	(void)words_take(words, "as");
	const char *role = words_next(words);
	enum wire_role as = wire_role_from_name(role);
	bool any = strcmp(role, "anybody") == 0;
	struct played_peer *p =
	    world_connect(w, any ? WIRE_MODEM : as, name, NULL);
	if (as == WIRE_ROLE_MAX && !any)
		world_fail(w, "there is no role \"%s\"", role);
	if (p != NULL)
		p->any_role = any;
}

static void
stranger_say(struct world *w, struct words *words, int peer)
{
	if (words_take(words, "oversized")) {
		char *line = calloc(1, WIRE_LINE_MAX + 2);
		if (line == NULL)
			abort();
		memset(line, 'x', WIRE_LINE_MAX + 1);
		world_say_bytes(w, peer, 0, line, WIRE_LINE_MAX + 1);
		free(line);
	} else if (words_left(words) && *words_peek(words) != '{' &&
		   words->list[words->at].quoted) {
		const struct word *bytes = words_quoted(w, words);
		world_say_bytes(w, peer, 0, bytes->text, bytes->size);
	} else {
		const char *line = words_rest(words);
		world_say_bytes(w, peer, 0, line, strlen(line));
	}
}

/* stranger NAME connects as ROLE | says JSON|"BYTES"|oversized | leaves */
static void
verb_stranger(struct world *w, struct words *words)
{
	const char *name = words_next(words);
	struct played_peer *p = world_peer_named(w, name);
	if (words_take(words, "connects"))
		stranger_connect(w, words, name);
	else if (p == NULL)
		(void)words_rest(words); /* dropped meanwhile: nobody hears */
	else if (words_take(words, "says"))
		stranger_say(w, words, p->id);
	else if (words_take(words, "leaves"))
		world_leave(w, p->id);
	else
		world_fail(w, "a stranger connects, says or leaves");
	world_settle(w);
}

/* command NAME [JSON]: as siaga asks; `expect answer` looks at it */
static void
verb_command(struct world *w, struct words *words)
{
	const char *name = words_next(words);
	json_t *args = NULL;
	if (words_left(words)) {
		args = json_loads(words_rest(words), JSON_ALLOW_NUL, NULL);
		if (args == NULL)
			world_fail(w, "the arguments are no JSON");
	}
	world_command(w, name, args);
}

const struct verb verbs_programs[] = {
    {"modem", verb_modem, true},
    {"webhook", verb_webhook, true},
    {"notify", verb_notify, true},
    {"stranger", verb_stranger, true},
    {"command", verb_command, true},
    {NULL, NULL, false},
};

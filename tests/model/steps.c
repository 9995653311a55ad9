/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What happens next. Each step is a line of a scenario script, so that the
 * end of a failed run can be played by tests/scenario as it stands.
 */
#include "model.h"
#include "tests/scenario/played.h"
#include "tests/scenario/script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The engine is entered anew at each moment: what was seen is of then. */
static struct model *watched;
static void
steps_watch(bool inside)
{
	(void)inside;
	steps_look(watched);
}

/* Machines send our words back, and all say the same few: scripts look for
 * what may not be found, and with few numbers. */
static void
forget_secrets(struct world *w)
{
	for (size_t i = 0; i < w->secret_count; i++)
		free(w->secrets[i].bytes);
	w->secret_count = 0;
}

void
steps_line(struct model *m, const char *format, ...)
{
	static const struct verb *const tables[] = {
	    verbs_phone, verbs_box, verbs_programs, NULL};
	static struct words words;
	char *line = m->trace[m->trace_count++ % MODEL_TRACE];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(line, MODEL_LINE_MAX, format, args);
	va_end(args);
	m->w->line++;
	watched = m;
	m->w->inside = steps_watch;
	forget_secrets(m->w);
	if (!words_split(&words, line))
		world_fail(m->w, "a line that is none: %s", line);
	else
		script_run_verb(m->w, tables, &words);
	steps_look(m);
}

/* --- what is seen --- */

static void
look_text(struct model *m, const struct seen *s)
{
	struct left left = {.person = -1};
	(void)snprintf(
	    left.to, sizeof(left.to), "%s", wire_str(s->frame, "to"));
	(void)snprintf(
	    left.text, sizeof(left.text), "%s", wire_str(s->frame, "text"));
	for (int i = 0; i < m->count; i++)
		if (strcmp(m->people[i].number, left.to) == 0)
			left.person = i;
	words_id(left.text, left.id);
	left.level = words_is_plain(left.id);
	left.at_s = world_true_s(m->w);
	left.validity_s = wire_int(s->frame, "validity_s", 0);
	m->tally->texts++;
	rules_left(m, &left);
}

/* What was taken first, then what left: that is how a turn does it. */
void
steps_look(struct model *m)
{
	while (m->taken_seen < m->w->taken) {
		m->taken_seen++;
		if (m->heard_taken < m->heard_count)
			rules_taken(m, &m->heard[m->heard_taken++]);
		else
			rules_break(m, RULE_I11,
			    "more was taken than was on the SIM", NULL);
	}
	struct seen *s =
	    m->seen_until == NULL ? m->w->seen : m->seen_until->next;
	for (; s != NULL; s = s->next) {
		m->seen_until = s;
		if (s->kind == SEEN_TEXT)
			look_text(m, s);
	}
}

/* --- people --- */

static void
on_sim(struct model *m, int person, enum said said)
{
	if (m->heard_count == MODEL_HEARD_MAX)
		return;
	m->heard[m->heard_count++] = (struct heard){.person = person,
	    .said = said,
	    .said_s = world_true_s(m->w),
	    .count = person < 0 ? 0 : m->people[person].said};
}

static void
say(struct model *m, int i, enum said said, const char *text, bool files)
{
	struct person *p = &m->people[i];
	rules_said(m, p, said);
	on_sim(m, i, said);
	m->filed_most++;
	m->filed_least += files || p->kind == PERSON_SHORT;
	steps_line(m, "sms from %s \"%s\"", p->number, text);
}

/* The code of the newest report; "" none. */
static void
newest_code(struct model *m, char ret[8])
{
	world_command(m->w, "report.list", json_object());
	json_t *all = json_object_get(m->w->answer, "result");
	const char *code =
	    json_string_value(json_object_get(json_array_get(all, 0), "code"));
	(void)snprintf(ret, 8, "%.7s", code == NULL ? "" : code);
}

/* The first twin's; officers will know more of it than of the other's. */
static void
say_twin(struct model *m, int i, enum said said, const char *text, bool files)
{
	char before[8], after[8];
	if (!m->calm || i != 0) {
		say(m, i, said, text, files);
		return;
	}
	newest_code(m, before);
	say(m, i, said, text, files);
	newest_code(m, after);
	if (strcmp(before, after) != 0)
		(void)snprintf(m->twin_code, 8, "%s", after);
}

static void
step_officer(struct model *m)
{
	static const struct {
		const char *command, *more;
	} acts[] = {{"report.urgency", "\"urgency\": \"high\""},
	    {"report.urgency", "\"urgency\": \"low\", \"reason\": \"r\""},
	    {"report.close", "\"reason\": \"selesai\""},
	    {"report.close", "\"reopen\": true"}};
	unsigned n = model_random(m, 4);
	if (m->twin_code[0] != '\0')
		steps_line(m, "command %s {\"code\": \"%s\", %s}",
		    acts[n].command, m->twin_code, acts[n].more);
}

static void
step_message(struct model *m)
{
	char text[200];
	bool files;
	int i = (int)model_random(m, (unsigned)m->count);
	if (m->people[i].kind == PERSON_TWIN)
		i--;
	enum said said = people_choose(m, text, &files);
	bool twins = m->people[i + 1].kind == PERSON_TWIN && i + 1 < m->count;
	say_twin(m, i, said, text, files);
	if (twins)
		say(m, i + 1, said, text, files);
}

/* Most of the time somebody goes on with whom we are talking. */
static void
step_again(struct model *m)
{
	char text[200];
	bool files;
	enum said said = people_choose(m, text, &files);
	say(m, 2, said, text, files);
}

/* Several texts that are read in one turn. */
static void
step_held(struct model *m)
{
	unsigned count = 2 + model_random(m, 3);
	if (m->w->engine == NULL)
		return;
	steps_line(m, "hold");
	while (count-- > 0)
		step_again(m);
	steps_line(m, "go");
}

static void
call_one(struct model *m, int i)
{
	struct person *p = &m->people[i];
	struct played_modem *modem = modem_played(m->w, "a");
	if (modem->peer == 0 || !modem->open || m->w->engine == NULL)
		return;
	rules_said(m, p, SAID_CALL);
	p->taken = p->said;
	m->filed_most++; /* the third in ten minutes is filed */
	steps_line(m, "call from %s", p->number);
}

static void
step_call(struct model *m)
{
	int i = (int)model_random(m, 5);
	if (m->people[i].kind == PERSON_TWIN)
		i--;
	if (model_random(m, 40) == 0)
		i = m->count - 1; /* our own number */
	call_one(m, i);
	if (m->people[i + 1].kind == PERSON_TWIN && i + 1 < m->count)
		call_one(m, i + 1);
}

/* Machines answer what they got since they last spoke. */
static void
step_machines(struct model *m)
{
	for (int i = 0; i < m->count; i++) {
		struct person *p = &m->people[i];
		bool machine = p->kind == PERSON_ANSWERS ||
			       p->kind == PERSON_ECHOES ||
			       p->kind == PERSON_SIAGA;
		if (!machine || p->texts == 0)
			continue;
		p->texts = 0;
		if (p->kind != PERSON_ECHOES)
			say(m, i,
			    p->kind == PERSON_SIAGA ? SAID_ECHO : SAID_FREE,
			    people_machine_words(p), true);
		else
			say(m, i, SAID_ECHO,
			    "Info Desa: baik, tidak ada SMS lagi. Bila perlu "
			    "kelak, kirim pesan kapan saja.",
			    true);
	}
}

static void
step_again_pdu(struct model *m)
{
	if (m->heard_count == 0 || m->w->last_pdu[0] == '\0')
		return;
	on_sim(m, -1, SAID_MAX);
	steps_line(m, "sms again");
}

static void
step_garbage(struct model *m)
{
	on_sim(m, -1, SAID_MAX);
	m->quarantined++;
	m->filed_least++;
	m->filed_most++;
	steps_line(m, "pdu 07912618%010u%02X", model_random(m, 1000000000),
	    model_random(m, 256));
}

static void
step_delivery(struct model *m)
{
	static const char *const states[] = {"ok", "failed", "pending"};
	/* Twins must have the same luck. */
	struct person *p =
	    &m->people[m->calm ? 2 + model_random(m, 3) : model_random(m, 5)];
	struct played_modem *modem = modem_played(m->w, "a");
	struct played_text *t = modem->texts;
	while (t != NULL && strcmp(t->to, p->number) != 0)
		t = t->next;
	if (t == NULL)
		return;
	on_sim(m, -1, SAID_MAX);
	steps_line(
	    m, "delivery %s to %s", states[model_random(m, 3)], p->number);
}

/* --- the world --- */

/*
 * Seconds mostly; half an hour, which ends a conversation, often enough. In
 * the long ones the modem is away: it would be pinged thousands of times.
 */
static void
step_pass(struct model *m)
{
	static const struct {
		const char *time;
		unsigned weight;
		bool away;
	} times[] = {{"1s", 120, false}, {"5s", 120, false}, {"20s", 80, false},
	    {"1m", 40, false}, {"3m", 16, false}, {"5m", 12, false},
	    {"9m", 4, false}, {"10m", 4, false}, {"11m", 4, false},
	    {"16m", 4, false}, {"29m", 2, false}, {"31m", 2, false},
	    {"14m", 3, true}, {"30m", 6, true}, {"31m", 12, true},
	    {"2h", 4, true}, {"7h", 2, true}, {"1d", 3, true}};
	unsigned all = 0, i = 0;
	for (size_t n = 0; n < sizeof(times) / sizeof(*times); n++)
		all += times[n].weight;
	unsigned at = model_random(m, all);
	while (at >= times[i].weight)
		at -= times[i++].weight;
	bool was_down = modem_played(m->w, "a")->down;
	if (times[i].away && !was_down)
		steps_line(m, "modem a down");
	steps_line(m, "pass %s", times[i].time);
	if (times[i].away && !was_down && m->w->engine != NULL)
		steps_line(m, "modem a up");
}

static void
step_modem(struct model *m)
{
	static const char *const answers[] = {"failed 42", "failed 500",
	    "unknown", "not_started", "no_mr", "refused", "silent", "gone",
	    "sent after 20s"};
	struct played_modem *modem = modem_played(m->w, "a");
	if (modem->plans.count > 10)
		return;
	if (modem->down && model_random(m, 2) == 0) {
		steps_line(m, "modem a up");
		return;
	}
	if (!modem->down && model_random(m, 8) == 0) {
		steps_line(m, "modem a down");
		return;
	}
	steps_line(m, "modem a answers %s once", answers[model_random(m, 9)]);
}

static void
step_crash(struct model *m)
{
	m->tally->crashes++;
	switch (model_random(m, 4)) {
	case 0:
		steps_line(m, "crash before commit");
		break;
	case 1:
		steps_line(m, "crash after commit");
		break;
	case 2:
		steps_line(m, "crash in turn %u before commit",
		    1 + model_random(m, 4));
		break;
	default:
		steps_line(m, "restart");
		break;
	}
}

static void
step_one(struct model *m)
{
	unsigned n = model_random(m, 1000);
	if (m->w->engine == NULL)
		steps_line(m, "restart");
	if (n < 300)
		step_message(m);
	else if (n < 465)
		step_again(m);
	else if (n < 480)
		step_held(m);
	else if (n < 520)
		step_call(m);
	else if (n < 560)
		step_machines(m);
	else if (n < 575)
		step_again_pdu(m);
	else if (n < 580)
		step_garbage(m);
	else if (n < 620)
		step_delivery(m);
	else if (n < 660 && !m->calm)
		step_modem(m);
	else if (n < 663 && !m->calm)
		step_crash(m);
	else if (n < 670 && m->calm)
		step_officer(m);
	else
		step_pass(m);
}

void
steps_run(struct model *m, unsigned long count)
{
	steps_line(m, "config without webhook district");
	steps_line(m, "start");
	steps_line(m, "notify down");
	for (unsigned long i = 0; i < count && !m->w->failed; i++) {
		step_one(m);
		m->tally->steps++;
	}
	/* Everything has time to come in before it is counted. */
	if (m->w->engine == NULL && !m->w->failed)
		steps_line(m, "restart");
	if (!m->w->failed)
		steps_line(m, "modem a up");
	if (!m->w->failed)
		steps_line(m, "pass 1h");
	if (m->w->engine == NULL && !m->w->failed)
		steps_line(m, "restart");
	if (!m->w->failed)
		steps_line(m, "pass 1h");
}

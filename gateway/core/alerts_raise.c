/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One person asked: the row, the text, the event, the ring. */
#include "alerts.h"

#include "../lib/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALERT_RING_REST_S 60  /* between two rings of one phone */
#define ALERT_SMALL       500 /* I5: fewer people than this: the kecamatan */
#define ALERT_VALID_S     300
#define ALERT_OVER_S      3600
#define ALERT_CODE_TRIES  100
#define ALERT_SHORT_TRIES 4 /* taken in a row: short ones are few by now */

const char *
alert_part_name(enum alert_part part)
{
	return part == ALERT_OFFICER ? "officer" : "cadre";
}

static void
alert_copy(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from == NULL ? "" : from);
}

/* The columns of ALERT_GET and its like. */
void
alert_from_row(struct store_rows *rows, struct alert *a)
{
	*a = (struct alert){.id = store_int(rows, 0),
	    .report_id = store_int(rows, 1),
	    .drill_id = store_int(rows, 2),
	    .part = strcmp(store_str(rows, 3), "cadre") == 0 ? ALERT_CADRE
							     : ALERT_OFFICER,
	    .round = store_int(rows, 7),
	    .raised_at = store_int(rows, 9),
	    .due_at = store_int(rows, 10),
	    .reminded_at = store_int(rows, 11),
	    .answered_at = store_int(rows, 12),
	    .met_at = store_int(rows, 13)};
	alert_copy(a->person, sizeof(a->person), store_str(rows, 4));
	alert_copy(a->destination, sizeof(a->destination), store_str(rows, 5));
	alert_copy(a->code, sizeof(a->code), store_str(rows, 6));
	alert_copy(a->state, sizeof(a->state), store_str(rows, 8));
}

int
alert_list_read(struct store_rows *rows, struct alert_list *ret)
{
	int got, room = 0;
	*ret = (struct alert_list){0};
	while ((got = store_next(rows)) > 0) {
		if (ret->count == room) {
			room = room == 0 ? 8 : 2 * room;
			struct alert *more =
			    realloc(ret->all, (size_t)room * sizeof(*more));
			if (more == NULL) {
				got = -ENOMEM;
				break;
			}
			ret->all = more;
		}
		alert_from_row(rows, &ret->all[ret->count++]);
	}
	store_done(rows);
	return got;
}

int
alert_get(struct engine *e, int64_t id, struct alert *ret)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_ALERT_GET, SQL_INT(id));
	int got = store_next(&rows);
	if (got > 0)
		alert_from_row(&rows, ret);
	store_done(&rows);
	return got < 0 ? got : got == 0 ? -ENOENT : 0;
}

int
alert_set(
    struct engine *e, const struct alert *a, const char *state, const char *how)
{
	int err = turn_write(e);
	return err < 0 ? err
		       : store_run(e->store, QUERY_ALERT_STATE, SQL_INT(a->id),
			     SQL_TEXT(state), SQL_INT(e->now_s), SQL_TEXT(how));
}

int
alert_close(struct engine *e, const struct alert *a, const char *state)
{
	int err = alert_set(e, a, state, NULL);
	return err < 0 ? err
		       : store_run(e->store, QUERY_OUTBOX_ALERT_DROP,
			     SQL_INT(a->id), SQL_INT(e->now_s));
}

int
alert_is_excluded(struct engine *e, const struct alert *a, bool *ret_is)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_EXCLUDED_IS, SQL_INT(a->report_id),
	    SQL_TEXT(a->person));
	int got = store_next(&rows);
	store_done(&rows);
	*ret_is = got > 0;
	return got < 0 ? got : 0;
}

/* Never equal to the code of a report or of another alert. Short for a cadre,
 * who types it; an officer types the report's. */
static int
alert_new_code(
    struct engine *e, enum alert_part part, char ret_code[ENGINE_CODE_SIZE])
{
	for (int i = 0; i < ALERT_CODE_TRIES; i++) {
		struct store_rows rows;
		bool brief = part == ALERT_CADRE && i < ALERT_SHORT_TRIES;
		case_draw(e, ret_code, brief ? CASE_SHORT : CASE_LONG);
		store_ask(e->store, &rows, QUERY_ALERT_CODE_TAKEN,
		    SQL_TEXT(ret_code));
		int got = store_next(&rows);
		store_done(&rows);
		if (got <= 0)
			return got;
	}
	return -EBUSY;
}

/* --- where, as far as a text may say it (I5) --- */

/* The village of that code, or its kecamatan if few people live there. */
static void
alert_place(struct engine *e, const struct report *r, bool cadre,
    char ret_place[TEXTS_PLACE_MAX + 1])
{
	const struct roster *roster = roster_load(e);
	uint32_t at = roster == NULL || r->village[0] == '\0'
			  ? ROSTER_NONE
			  : roster_village(roster, r->village);
	ret_place[0] = '\0';
	if (at == ROSTER_NONE)
		return;
	const struct roster_village *v = &roster->villages[at];
	bool small = cadre && v->population >= 0 && v->population < ALERT_SMALL;
	(void)snprintf(ret_place, TEXTS_PLACE_MAX + 1, "%.*s", TEXTS_PLACE_MAX,
	    small ? v->kecamatan : v->name);
}

/* A cadre of one village need not be told which (I5). */
static bool
alert_names_place(
    struct engine *e, const struct alert *a, const struct report *r)
{
	const struct roster *roster = roster_load(e);
	if (a->part == ALERT_OFFICER)
		return true;
	if (roster == NULL)
		return false;
	uint32_t person = roster_person(roster, a->person);
	uint32_t village = roster_village(roster, r->village);
	if (person == ROSTER_NONE)
		return false;
	/* She serves several, or comes from elsewhere by BEDA. */
	return roster->people[person].everywhere ||
	       roster->people[person].villages > 1 ||
	       (village != ROSTER_NONE &&
		   !roster_serves(roster, person, village));
}

static json_t *
alert_slots(struct engine *e, const struct alert *a, const struct report *r)
{
	const char *language = e->conf->siaga.language;
	const struct texts *t = e->words->texts;
	char place[TEXTS_PLACE_MAX + 1] = "", at[64] = "", in[64] = "";
	char when[TEXTS_WHEN_SIZE] = "", until[TEXTS_WHEN_SIZE] = "", n[8];
	int64_t minutes = (a->due_at - e->now_s + 59) / 60;
	if (r != NULL && alert_names_place(e, a, r))
		alert_place(e, r, a->part == ALERT_CADRE, place);
	if (place[0] != '\0') {
		(void)snprintf(in, sizeof(in), " %s", place);
		(void)snprintf(at, sizeof(at), " %s %s",
		    texts_phrase(t, language, TEXTS_AT), place);
	}
	(void)snprintf(n, sizeof(n), "%lld",
	    (long long)(minutes > 99  ? 99
			: minutes < 0 ? 0
				      : minutes));
	if (texts_until(t, language, e->now_s, e->now_s, when) < 0 ||
	    texts_until(t, language, e->now_s, a->due_at, until) < 0)
		return NULL;
	static const enum texts_phrase names[] = {
	    TEXTS_LOW, TEXTS_MEDIUM, TEXTS_HIGH};
	enum urgency u = r == NULL ? URGENCY_LOW : r->facts.urgency;
	/* An officer is told the report's code, a cadre one of her own. */
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "code",
	    a->part == ALERT_OFFICER && r != NULL ? r->code : a->code, "at", at,
	    "in", in, "when", when, "until", until, "n", n, "urgency",
	    texts_phrase(t, language, names[u]));
}

static int
alert_queue(struct engine *e, enum outbox_priority priority, const char *person,
    const char *text_id, json_t *values, int64_t report_id, int64_t alert_id,
    int64_t until_s)
{
	char *slots = json_dumps(values, JSON_COMPACT);
	int64_t until = until_s > e->now_s + ALERT_VALID_S
			    ? until_s
			    : e->now_s + ALERT_VALID_S;
	int err = slots == NULL ? -ENOMEM : turn_write(e);
	if (err == 0 && e->conf->modem_count > 0)
		err = store_run(e->store, QUERY_OUTBOX_DUTY_INSERT,
		    SQL_INT(priority), SQL_TIME(report_id), SQL_INT(e->now_s),
		    SQL_INT(until), SQL_TEXT(text_id),
		    SQL_TEXT(e->conf->siaga.language), SQL_TEXT(slots),
		    SQL_INT(texts_level(e->words->texts, text_id)),
		    SQL_TEXT(e->words->version), SQL_TEXT(person),
		    SQL_TIME(alert_id));
	free(slots);
	return err;
}

int
alert_queue_text(struct engine *e, const char *person, const char *text_id,
    json_t *values, int64_t report_id, int64_t alert_id, int64_t until_s)
{
	return alert_queue(e,
	    strcmp(text_id, "P01") == 0 ? OUTBOX_EMERGENCY : OUTBOX_ALERT,
	    person, text_id, values, report_id, alert_id, until_s);
}

/* A drill's texts come after all others, and take nothing of the reserve; who
 * is new comes before what was said already. */
static enum outbox_priority
alert_priority(const struct alert *a, const char *text_id)
{
	bool first = strcmp(text_id, "P01") == 0 && !a->again;
	return a->drill_id != 0 ? OUTBOX_REST
	       : first          ? OUTBOX_EMERGENCY
				: OUTBOX_ALERT;
}

int
alert_text(struct engine *e, const struct alert *a, const char *text_id,
    const struct report *r, int64_t until_s)
{
	const struct roster *roster = roster_load(e);
	uint32_t at = roster == NULL || a->person[0] == '\0'
			  ? ROSTER_NONE
			  : roster_person(roster, a->person);
	if (at == ROSTER_NONE || !roster->people[at].sms ||
	    !roster->people[at].numbered || roster->people[at].removed)
		return 0;
	json_t *slots = alert_slots(e, a, r);
	int err = slots == NULL
		      ? -ENOMEM
		      : alert_queue(e, alert_priority(a, text_id), a->person,
			    text_id, slots, a->report_id, a->id, until_s);
	json_decref(slots);
	return err;
}

/* --- events --- */

/* "sms;webhook:district": is that destination one of theirs? */
static bool
alert_is_channel(const char *channels, const char *name)
{
	size_t len = strlen(name);
	for (const char *at = channels;
	     at != NULL && (at = strstr(at, "webhook:")) != NULL;) {
		at += strlen("webhook:");
		if (strncmp(at, name, len) == 0 &&
		    (at[len] == '\0' || at[len] == ';' || at[len] == ' '))
			return true;
	}
	return false;
}

/* Whom this event is for: raised, the one asked; all else, the office. */
static bool
alert_event_is_for(const struct conf_webhook *w, const char *event,
    const struct alert *a, const char *channels)
{
	bool raised = strcmp(event, "alert.raised") == 0;
	bool theirs = a->destination[0] != '\0'
			  ? strcmp(a->destination, w->name) == 0
			  : alert_is_channel(channels, w->name);
	if (theirs)
		return true;
	return !raised && w->recipient == CONF_OFFICE &&
	       webhook_wants(w->events, event);
}

/* The village's name, as far as they are told it (I5); NULL: not at all. */
static json_t *
alert_village(struct engine *e, const struct conf_webhook *w,
    const struct alert *a, const struct report *r)
{
	char place[TEXTS_PLACE_MAX + 1] = "";
	bool office = w->recipient == CONF_OFFICE;
	/* What an officer is told is not for a cadre's destination. */
	bool theirs = a->part == ALERT_CADRE || w->recipient != CONF_CADRE;
	if (office || (theirs && alert_names_place(e, a, r)))
		alert_place(e, r, !office, place);
	return place[0] == '\0' ? NULL : json_string(place);
}

static json_t *
alert_own_data(const struct alert *a)
{
	return json_pack("{s:s, s:s, s:s, s:b}", "alert", a->code, "part",
	    alert_part_name(a->part), "state", a->state, "drill",
	    (int)(a->drill_id != 0));
}

/* The alert's code, and of the report what disclose.c says. */
static json_t *
alert_data(struct engine *e, const struct conf_webhook *w,
    const struct alert *a, const struct report *r)
{
	static const enum conf_field fields[] = {CONF_FIELD_CODE,
	    CONF_FIELD_REFERENCE, CONF_FIELD_URGENCY, CONF_FIELD_VILLAGE};
	struct disclose_case c = webhook_case(r, "alert.raised");
	json_t *data = alert_own_data(a);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (!disclose_to(w, fields[i], &c).allowed)
			continue;
		json_t *value = fields[i] == CONF_FIELD_VILLAGE
				    ? alert_village(e, w, a, r)
				    : webhook_value(e, w, fields[i], r);
		if (value != NULL)
			(void)json_object_set_new(
			    data, conf_field_name(fields[i]), value);
		if (fields[i] == CONF_FIELD_URGENCY)
			(void)json_object_set_new(data, "emergency",
			    json_boolean(r->facts.emergency));
	}
	return data;
}

/* May that destination know now that there is this report? (I6) */
static bool
alert_may_know(const struct conf_webhook *w, const struct report *r)
{
	struct disclose_case c = webhook_case(r, "alert.raised");
	return disclose_report((enum conf_recipient)w->recipient, &c) == NULL;
}

static char *
alert_channels(struct engine *e, const char *person)
{
	struct store_rows rows;
	char *channels = NULL;
	if (person[0] == '\0')
		return NULL;
	store_ask(e->store, &rows, QUERY_PERSON_CHANNELS, SQL_TEXT(person));
	if (store_next(&rows) > 0 && store_str(&rows, 0) != NULL)
		channels = strdup(store_str(&rows, 0));
	store_done(&rows);
	return channels;
}

bool
alert_reaches(
    struct engine *e, const struct report *r, const struct roster_person *p)
{
	bool reaches = p->sms && p->numbered;
	char *channels = reaches ? NULL : alert_channels(e, p->id);
	for (size_t i = 0; !reaches && i < e->conf->webhook_count; i++) {
		const struct conf_webhook *w = &e->conf->webhooks[i];
		reaches =
		    alert_is_channel(channels, w->name) && alert_may_know(w, r);
	}
	free(channels);
	return reaches;
}

int
alert_event(struct engine *e, const char *event, const struct alert *a,
    const struct report *r)
{
	char *channels = alert_channels(e, a->person);
	int err = 0;
	for (size_t i = 0; err == 0 && i < e->conf->webhook_count; i++) {
		const struct conf_webhook *w = &e->conf->webhooks[i];
		if (alert_event_is_for(w, event, a, channels) &&
		    alert_may_know(w, r))
			err = webhook_alert(e, w, event, alert_data(e, w, a, r),
			    r, a->id, a->due_at);
	}
	free(channels);
	return err;
}

/* Has it left the box, by text (NULL) or to that destination? */
static int
alert_told(struct engine *e, const struct alert *a, const char *destination)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_ALERT_TOLD, SQL_INT(a->id),
	    SQL_TEXT(destination));
	int got = store_next(&rows);
	store_done(&rows);
	return got;
}

/* To the person's own destinations, as K03 says it: its own code, no more. */
static int
alert_event_over(
    struct engine *e, const struct alert *a, const struct report *r)
{
	char *channels = alert_channels(e, a->person);
	int err = 0;
	for (size_t i = 0; err >= 0 && i < e->conf->webhook_count; i++) {
		const struct conf_webhook *w = &e->conf->webhooks[i];
		if (!alert_is_channel(channels, w->name))
			continue;
		err = alert_told(e, a, w->name);
		if (err > 0)
			err = webhook_alert(e, w, "alert.stood_down",
			    alert_own_data(a), r, a->id,
			    e->now_s + ALERT_OVER_S);
	}
	free(channels);
	return err < 0 ? err : 0;
}

/* --- raising --- */

const char *
alert_asks_by(const struct alert *a, const struct report *r)
{
	if (a->part == ALERT_CADRE)
		return "K01";
	return r->facts.urgency == URGENCY_HIGH ? "P01" : "P04";
}

/* A text does not wake people: one phone after another rings. */
static int
alert_ring(struct engine *e, const struct alert *a, const struct report *r)
{
	if (a->part != ALERT_OFFICER || !r->facts.emergency ||
	    a->person[0] == '\0')
		return 0;
	return store_run(e->store, QUERY_ALERT_RING, SQL_INT(a->id),
	    SQL_INT(e->now_s), SQL_INT(ALERT_RING_REST_S));
}

int
alert_say(struct engine *e, const struct alert *a, const struct report *r)
{
	int err = alert_text(e, a, alert_asks_by(a, r), r, a->due_at);
	if (err == 0)
		err = alert_event(e, "alert.raised", a, r);
	return err < 0 ? err : alert_ring(e, a, r);
}

int
alert_hurry(struct engine *e, struct alert *a, const struct report *r,
    const struct watch *w, int64_t due_at)
{
	if (due_at < a->due_at)
		a->due_at = due_at;
	a->round = w->round;
	int err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_ALERT_DROP,
		    SQL_INT(a->id), SQL_INT(e->now_s));
	if (err == 0)
		err = store_run(e->store, QUERY_ALERT_HURRY, SQL_INT(a->id),
		    SQL_INT(a->due_at), SQL_INT(a->round), SQL_INT(e->now_s));
	return err < 0 || a->part == ALERT_CADRE ? err : alert_say(e, a, r);
}

int
alert_insert(struct engine *e, struct alert *a)
{
	int err = alert_new_code(e, a->part, a->code);
	if (err == 0)
		err = turn_write(e);
	if (err == 0)
		err = store_run(e->store, QUERY_ALERT_INSERT,
		    SQL_TIME(a->report_id), SQL_TIME(a->drill_id),
		    SQL_TEXT(alert_part_name(a->part)),
		    SQL_TEXT(a->person[0] == '\0' ? NULL : a->person),
		    SQL_TEXT(a->destination[0] == '\0' ? NULL : a->destination),
		    SQL_TEXT(a->code), SQL_INT(a->round), SQL_INT(a->raised_at),
		    SQL_INT(a->due_at));
	a->id = store_last_id(e->store);
	return err;
}

/* Beside it her missed call would mean either, and count for neither. */
static int
alert_end_drills(struct engine *e, const struct alert *a)
{
	int err = store_run(e->store, QUERY_OUTBOX_DRILLS_DROP,
	    SQL_TEXT(a->person), SQL_INT(e->now_s));
	return err < 0 ? err
		       : store_run(e->store, QUERY_ALERT_END_DRILLS,
			     SQL_TEXT(a->person));
}

int
alert_raise(struct engine *e, const struct report *r, const struct watch *w,
    const char *person, const char *destination, int64_t due_at)
{
	struct alert a = {.report_id = r->id,
	    .part = w->part,
	    .round = w->round,
	    .raised_at = e->now_s,
	    .due_at = due_at,
	    .again = w->alarm_at != 0};
	alert_copy(a.person, sizeof(a.person), person);
	alert_copy(a.destination, sizeof(a.destination), destination);
	alert_copy(a.state, sizeof(a.state), "raised");
	int err = alert_insert(e, &a);
	if (err == 0 && a.part == ALERT_CADRE)
		err = alert_end_drills(e, &a);
	if (err == 0)
		err = store_run(e->store, QUERY_PERSON_ASKED, SQL_TEXT(person),
		    SQL_INT(e->now_s));
	if (err == 0)
		err = alert_say(e, &a, r);
	if (err == 0)
		log_info("alert.raised", LOG_S("report", r->code),
		    LOG_S("alert", a.code),
		    LOG_S("to", person != NULL ? person : destination),
		    LOG_I("minutes", (due_at - e->now_s) / 60));
	return err;
}

/* --- a text that does not arrive --- */

static const char *
alert_other_modem(const struct engine *e, const char *by)
{
	for (size_t i = 0; i < e->conf->modem_count; i++)
		if (e->at.modems[i].ready &&
		    strcmp(e->at.modems[i].conf->name, by) != 0)
			return e->at.modems[i].conf->name;
	return NULL;
}

/* Its time is over; whoever it asks may still answer while nobody has it. */
static int
alert_unreached(struct engine *e, int64_t alert_id)
{
	struct alert a;
	int err = alert_get(e, alert_id, &a);
	if (err < 0 || a.report_id == 0 || strcmp(a.state, "raised") != 0)
		return err == -ENOENT ? 0 : err;
	log_warn("alert.unreached", LOG_S("alert", a.code),
	    LOG_S("person", a.person));
	err = store_run(
	    e->store, QUERY_ALERT_DUE, SQL_INT(a.id), SQL_INT(e->now_s));
	return err < 0
		   ? err
		   : store_run(e->store, QUERY_WATCH_SOONER,
			 SQL_INT(a.report_id),
			 SQL_TEXT(alert_part_name(a.part)), SQL_INT(e->now_s));
}

int
alert_text_lost(struct engine *e, int64_t outbox_id, const char *by)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_OUTBOX_ASKS, SQL_INT(outbox_id));
	int got = store_next(&rows);
	int64_t alert_id = got > 0 ? store_int(&rows, 0) : 0;
	bool first = got > 0 && store_int(&rows, 1) < 2;
	store_done(&rows);
	if (got <= 0)
		return got;
	int err = turn_write(e);
	const char *other =
	    by == NULL || !first ? NULL : alert_other_modem(e, by);
	if (err < 0)
		return err;
	if (other != NULL)
		return store_run(e->store, QUERY_OUTBOX_OTHER_SIM,
		    SQL_INT(outbox_id), SQL_TEXT(other), SQL_INT(e->now_s));
	return alert_unreached(e, alert_id);
}

/* --- the end of being asked --- */

/* Only to whoever may have heard of it. */
int
alert_text_over(struct engine *e, const struct alert *a, const struct report *r)
{
	int got = alert_told(e, a, NULL);
	return got <= 0 ? got
			: alert_text(e, a, "K03", r, e->now_s + ALERT_OVER_S);
}

int
alert_stand_down(struct engine *e, struct alert *a, const struct report *r,
    const struct alert *owner)
{
	int err = alert_close(e, a, "stood_down");
	if (err < 0 || (owner != NULL && strcmp(owner->person, a->person) == 0))
		return err;
	alert_copy(a->state, sizeof(a->state), "stood_down");
	err = alert_text_over(e, a, r);
	return err < 0 ? err : alert_event_over(e, a, r);
}

int
alerts_stand_down(struct engine *e, int64_t report_id, enum alert_part part,
    const struct alert *owner)
{
	struct store_rows rows;
	struct alert_list open;
	struct report r;
	store_ask(e->store, &rows, QUERY_ALERT_OPEN_OF_REPORT,
	    SQL_INT(report_id), SQL_TEXT(alert_part_name(part)));
	int err = alert_list_read(&rows, &open);
	if (err == 0)
		err = case_get(e, report_id, &r);
	for (int i = 0; err == 0 && i < open.count; i++)
		if (owner == NULL || open.all[i].id != owner->id)
			err = alert_stand_down(e, &open.all[i], &r, owner);
	free(open.all);
	return err;
}

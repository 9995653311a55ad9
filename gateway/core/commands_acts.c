/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What officers do to a case: triage, answers, overrides, what she said by
 * voice, joining, closing. Every act is kept with its person and reason.
 */
#include "alerts.h"
#include "commands.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ACTS_TAKE_S     600 /* an officer takes the call in ten minutes */
#define ACTS_REPLY_S    900
#define ACTS_SAME_S     3600    /* the same words again are a slip */
#define ACTS_OVERRIDE_S 600     /* between the two steps */
#define ACTS_HEARD_S    86400   /* whose phone it is, she said by voice */
#define ACTS_CLOSED_S   2592000 /* R27: within 30 days of her last text */

/* report confirm --phone own|shared; the value itself is sealed to the case. */
#define ACTS_HEARD "confirm_phone"

const char *
command_by(struct engine *e, json_t *args)
{
	const char *by = command_str(args, "by");
	if (e->actor.session != NULL)
		return e->actor.name;
	return by == NULL ? "-" : by;
}

static bool
acts_nameless(struct engine *e, json_t *args)
{
	return strcmp(command_by(e, args), "-") == 0;
}

static int
acts_note(struct engine *e, json_t *args, const char *act,
    const struct report *r, const char *detail)
{
	return act_note(e, command_by(e, args), act, r, detail);
}

/* The report as it is afterwards. */
int
command_report_answer(
    struct engine *e, struct command_answer *a, const struct report *r)
{
	a->result = json_pack("{s:s, s:s, s:b, s:s}", "code", r->code,
	    "urgency", urgency_name(r->facts.urgency), "emergency",
	    (int)r->facts.emergency, "state", case_state(r));
	int err = command_facts(e, NULL, r, a->result);
	board_changed(e, BOARD_REPORT, r->id);
	if (err == 0)
		err = webhook_event(e, "report.updated", r);
	return err < 0 ? err : alerts_consider(e, r, false);
}

bool
acts_may(struct engine *e, const struct report *r)
{
	return e->actor.session == NULL ||
	       (!command_excluded(e, r) &&
		   (r->erased_at != 0 || vault_case_opens(e->vault,
					     e->actor.keys, r->case_pk) == 0));
}

static int
acts_not_yours(struct command_answer *a)
{
	return command_fail(a, "not_assigned",
	    "this report is assigned to others; a supervisor can assign it to "
	    "you");
}

static int
acts_erase_pending(struct command_answer *a)
{
	return command_fail(a, "erase_pending",
	    "she asked to have it erased: a supervisor reads it, or who it is "
	    "assigned to");
}

bool
command_find_mine(struct engine *e, json_t *args, struct command_answer *a,
    struct report *ret)
{
	if (!command_find_report(e, args, a, ret))
		return false;
	if (ret->joined_to != 0)
		(void)command_fail(a, "joined",
		    "this report goes on in another one, which report show "
		    "names; do it there");
	else if (!acts_may(e, ret))
		(void)acts_not_yours(a);
	else if (command_erase_shuts(e, ret))
		(void)acts_erase_pending(a);
	return a->error == NULL;
}

/* --- report take --- */

int
command_report_take(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	if (!command_find_mine(e, args, a, &r))
		return 0;
	if (r.facts.silenced_at_s != 0 || r.facts.way == CONTACT_NEVER)
		return command_fail(
		    a, "silenced", "she asked not to be contacted");
	if (r.facts.call == CALL_NONE)
		return command_fail(
		    a, "no_call", "she has not asked to be called");
	if (r.call_taken_at >= r.facts.call_at_s)
		return command_fail(
		    a, "taken", "this call is taken; it is made once (I4)");
	if (e->now_s > command_call_until(&r))
		return command_fail(a, "late",
		    "her time for this call is over; a call that comes late "
		    "is not made (I4)");
	int err = acts_note(e, args, "take", &r, NULL);
	bool told = false;
	if (err == 0)
		err = store_run(e->store, QUERY_REPORT_CALL_TAKEN,
		    SQL_INT(r.id), SQL_INT(e->now_s));
	if (err == 0 && e->now_s - r.facts.call_at_s < ACTS_TAKE_S) {
		err = store_run(e->store, QUERY_OUTBOX_TAKE_CALL, SQL_INT(r.id),
		    SQL_INT(e->now_s), SQL_INT(e->now_s + ACTS_REPLY_S));
		told = store_changes(e->store) > 0;
	}
	r.call_taken_at = e->now_s;
	if (err == 0)
		err = command_report_answer(e, a, &r);
	if (err == 0) /* whether R16 says that the call will come */
		err =
		    json_object_set_new(a->result, "told", json_boolean(told));
	return err;
}

/* --- report urgency --- */

static int
acts_urgency_of(const char *word)
{
	for (int u = 0; u < URGENCY_MAX; u++)
		if (strcmp(word, urgency_name((enum urgency)u)) == 0)
			return u;
	return -1;
}

int
command_report_urgency(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	char what[400];
	int urgency = acts_urgency_of(command_str(args, "urgency"));
	const char *reason = command_str(args, "reason");
	if (urgency < 0)
		return command_fail(a, "bad_arguments",
		    "expected the urgency high, medium or low");
	if (!command_find_mine(e, args, a, &r))
		return 0;
	if (urgency < (int)r.facts.urgency && reason == NULL)
		return command_fail(
		    a, "reason", "lowering the urgency takes a --reason");
	(void)snprintf(what, sizeof(what), "%s to %s: %s",
	    urgency_name(r.facts.urgency), urgency_name((enum urgency)urgency),
	    reason == NULL ? "" : reason);
	r.facts.urgency = (enum urgency)urgency;
	if (urgency != URGENCY_HIGH)
		r.facts.emergency = false;
	r.triaged_at = e->now_s;
	int err = acts_note(e, args, "urgency", &r, what);
	if (err == 0)
		err = case_keep(e, &r);
	if (err == 0)
		err = alerts_law_begins(e, &r, CONF_TPKS_TRIAGE);
	return err == 0 ? command_report_answer(e, a, &r) : err;
}

/* --- report reply --- */

/* Words or a template; the level it would leave at. */
static int
acts_check_reply(
    struct engine *e, json_t *args, struct command_answer *a, int *ret_level)
{
	const char *text = command_str(args, "text"), *why = NULL;
	const char *template = command_str(args, "template");
	if ((text == NULL) == (template == NULL))
		return command_fail(
		    a, "bad_arguments", "expected either words or --template");
	if (template != NULL && !texts_known(e->words->texts, template))
		return command_fail(
		    a, "bad_text", "there is no such text in the dialogue");
	if (template != NULL) {
		*ret_level = texts_level(e->words->texts, template);
		return 0;
	}
	if (texts_check_free(e->words->texts, e->conf->siaga.language, text,
		ret_level, &why) < 0)
		return command_fail(a, "bad_text", why);
	return 0;
}

static int
acts_keep_reply(
    struct engine *e, const struct report *r, json_t *args, int level)
{
	struct vault_blob body = {0}, route = {0};
	const char *text = command_str(args, "text");
	int64_t day = e->now_s / 86400;
	int err = vault_day_begin(e->vault, day);
	if (err == 0 && text != NULL)
		err =
		    vault_seal(e->vault, r->case_pk, text, strlen(text), &body);
	if (err == 0 && text != NULL)
		err =
		    vault_route_seal(e->vault, day, text, strlen(text), &route);
	if (err == 0)
		err = store_run(e->store, QUERY_REPLY_INSERT, SQL_INT(r->id),
		    SQL_INT(e->now_s), SQL_INT(level),
		    SQL_TEXT(command_str(args, "template")),
		    text == NULL ? SQL_NULL : SQL_BLOB(body.bytes, body.size),
		    SQL_INT(day),
		    text == NULL ? SQL_NULL
				 : SQL_BLOB(route.bytes, route.size));
	vault_blob_free(&body);
	vault_blob_free(&route);
	return err;
}

static int
acts_find_waiting(struct engine *e, const struct report *r, int64_t *ret_id,
    int64_t *ret_level)
{
	struct store_rows rows;
	*ret_id = 0;
	store_ask(e->store, &rows, QUERY_REPLY_NEWEST_WAITING, SQL_INT(r->id));
	int got = store_next(&rows);
	if (got > 0) {
		*ret_id = store_int(&rows, 0);
		*ret_level = store_int(&rows, 1);
	}
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* Also one that waits for the modem: it has not left yet. */
static int
acts_withdraw(struct engine *e, json_t *args, struct command_answer *a,
    const struct report *r)
{
	struct store_rows rows;
	store_ask(e->store, &rows, QUERY_REPLY_NEWEST_UNSENT, SQL_INT(r->id));
	int err = store_next(&rows);
	int64_t id = err > 0 ? store_int(&rows, 0) : 0;
	store_done(&rows);
	if (err == 0)
		return command_fail(a, "nothing", "no answer is waiting");
	if (err > 0)
		err = acts_note(e, args, "withdraw", r, NULL);
	if (err == 0)
		err = store_run(e->store, QUERY_OUTBOX_WITHDRAW, SQL_INT(id),
		    SQL_INT(e->now_s));
	if (err == 0)
		err = store_run(e->store, QUERY_REPLY_STATE, SQL_INT(id),
		    SQL_TEXT("withdrawn"));
	return err == 0 ? command_report_answer(e, a, r) : err;
}

static bool
acts_is_same(
    struct engine *e, json_t *args, int64_t reply_id, const char *template)
{
	char words[TEXTS_SIZE];
	const char *text = command_str(args, "text");
	if (text == NULL || template != NULL)
		return text == NULL && template != NULL &&
		       strcmp(template, command_str(args, "template")) == 0;
	return replies_words(e, reply_id, words) == 0 &&
	       strcmp(words, text) == 0;
}

/* Whoever does not know whether it was taken sends it once more: her phone
 * would show it twice. */
static int
acts_find_same(
    struct engine *e, json_t *args, const struct report *r, bool *ret)
{
	struct store_rows rows;
	int got = 0;
	*ret = false;
	store_ask(e->store, &rows, QUERY_REPLY_LATELY, SQL_INT(r->id),
	    SQL_INT(e->now_s - ACTS_SAME_S));
	while (!*ret && (got = store_next(&rows)) > 0)
		*ret = acts_is_same(
		    e, args, store_int(&rows, 0), store_str(&rows, 1));
	store_done(&rows);
	return got < 0 ? got : 0;
}

/* What the preview says never leaves is not kept for a later day. */
static int
acts_refuse_reply(struct engine *e, json_t *args, struct command_answer *a,
    const struct report *r, int level)
{
	struct command_way way;
	bool same = false;
	int err = command_reply_way(e, r, level, &way);
	if (err == 0)
		err = acts_find_same(e, args, r, &same);
	if (err < 0)
		return err;
	if (strcmp(way.leaves, "never") == 0)
		return command_fail(
		    a, "no_way", "no answer leaves: see report preview");
	return same ? command_fail(a, "same_words",
			  "these words wait already, or went to her within "
			  "the hour")
		    : 0;
}

int
command_report_reply(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	int level = 1;
	if (!command_find_mine(e, args, a, &r))
		return 0;
	if (json_is_true(json_object_get(args, "withdraw")))
		return acts_withdraw(e, args, a, &r);
	int err = acts_check_reply(e, args, a, &level);
	if (err == 0 && a->error == NULL)
		err = acts_refuse_reply(e, args, a, &r, level);
	if (err < 0 || a->error != NULL)
		return err;
	err = acts_note(e, args, "reply", &r, NULL);
	if (err == 0)
		err = acts_keep_reply(e, &r, args, level);
	if (err < 0)
		return err;
	e->replies_at_s = 0; /* her window may be open at this moment */
	return command_report_answer(e, a, &r);
}

/* --- report override --- */

/* I18: a number silent for 60 days may be anybody's by now, unless she has
 * just said by voice that it is hers. One who only called wrote never. */
static int
acts_stranger(struct engine *e, const struct report *r, bool *ret)
{
	struct store_rows rows;
	int64_t last_s =
	    r->last_in_at > r->filed_at ? r->last_in_at : r->filed_at;
	*ret = replies_stranger(e, last_s);
	if (!*ret)
		return 0;
	store_ask(e->store, &rows, QUERY_ACT_SINCE, SQL_INT(r->id),
	    SQL_TEXT(ACTS_HEARD), SQL_INT(e->now_s - ACTS_HEARD_S));
	int got = store_next(&rows);
	store_done(&rows);
	*ret = got <= 0;
	return got < 0 ? got : 0;
}

static int
acts_override_begin(struct engine *e, json_t *args, struct command_answer *a,
    const struct report *r, int64_t reply_id)
{
	const char *reason = command_str(args, "reason");
	if (reason == NULL || acts_nameless(e, args))
		return command_fail(
		    a, "reason", "an override takes --by and a --reason");
	int err = acts_note(e, args, "override_asked", r, reason);
	if (err < 0)
		return err;
	e->override.reply_id = reply_id;
	e->override.until_s = e->now_s + ACTS_OVERRIDE_S;
	(void)snprintf(e->override.token, sizeof(e->override.token), "%06u",
	    vault_uniform(1000000));
	a->result = json_pack("{s:s, s:s, s:s}", "code", r->code, "confirm",
	    e->override.token, "next",
	    "this writes to her phone at a time she did not choose; if it must "
	    "be, repeat it with --confirm");
	return 0;
}

static int
acts_override_end(struct engine *e, json_t *args, struct command_answer *a,
    const struct report *r, int64_t reply_id)
{
	bool queued = false;
	if (e->override.reply_id != reply_id ||
	    e->now_s > e->override.until_s ||
	    strcmp(command_str(args, "confirm"), e->override.token) != 0)
		return command_fail(a, "confirm",
		    "this is not the word of the first step, or its ten "
		    "minutes are over");
	e->override.reply_id = 0;
	int err =
	    acts_note(e, args, "override", r, command_str(args, "reason"));
	if (err == 0)
		err = store_run(e->store, QUERY_REPLY_OVERRIDDEN,
		    SQL_INT(reply_id), SQL_INT(e->now_s));
	if (err == 0)
		err = replies_give(e, reply_id, 0, NULL, &queued);
	if (err == 0 && !queued)
		return command_fail(a, "withheld",
		    "nothing was sent, the answer waits on: six texts went to "
		    "her number in a day, or it is forgotten, or several "
		    "numbers write in this report (see report confirm "
		    "--phone)");
	return err == 0 ? command_report_answer(e, a, r) : err;
}

int
command_report_override(
    struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	int64_t id = 0, level = 0;
	bool stranger = false;
	if (!command_find_mine(e, args, a, &r))
		return 0;
	if (r.facts.silenced_at_s != 0 || r.facts.way == CONTACT_NEVER ||
	    r.facts.phone == PHONE_HIS)
		return command_fail(a, "silenced",
		    "she asked for silence, or the phone is his: no override "
		    "reaches her");
	int err = acts_stranger(e, &r, &stranger);
	if (err == 0 && stranger)
		return command_fail(a, "stranger",
		    "her number has been silent for 60 days and may be "
		    "somebody else's by now; speak to her first, then report "
		    "confirm --phone own: it holds for a day");
	if (err == 0)
		err = acts_find_waiting(e, &r, &id, &level);
	if (err == 0 && id == 0)
		return command_fail(a, "nothing",
		    "no answer is waiting; write one with report reply");
	if (err == 0 && level > 0)
		return command_fail(a, "plain",
		    "an override goes out at level 0; withdraw the answer and "
		    "write one without plain words");
	if (err < 0)
		return err;
	return command_str(args, "confirm") == NULL
		   ? acts_override_begin(e, args, a, &r, id)
		   : acts_override_end(e, args, a, &r, id);
}

/* --- report confirm --- */

static int
acts_word_in(const char *word, const char *const *words)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* Each takes the value; false: expected something else. */
typedef bool acts_taker(struct facts *, const char *value);

static bool
acts_take_phone(struct facts *f, const char *value)
{
	static const char *const owners[] = {
	    "unknown", "own", "shared", "his", NULL};
	int owner = acts_word_in(value, owners);
	if (owner >= 0)
		f->phone = (enum phone_owner)owner;
	return owner >= 0;
}

static bool
acts_take_reporter(struct facts *f, const char *value)
{
	static const char *const reporters[] = {"self", "other", NULL};
	int i = acts_word_in(value, reporters);
	if (i >= 0)
		f->reporter = "so"[i];
	return i >= 0;
}

static bool
acts_take_consent(struct facts *f, const char *value)
{
	char letters[sizeof(f->consent)] = "";
	size_t count = 0;
	if (strcmp(value, "none") != 0) {
		for (const char *l = CONSENT_LETTERS; *l != '\0'; l++)
			if (strchr(value, *l) != NULL)
				letters[count++] = *l;
		if (count == 0 || count != strlen(value))
			return false;
	}
	memcpy(f->consent, letters, sizeof(letters));
	f->consent_asked = true;
	f->consent_provisional = false;
	return true;
}

static bool
acts_take_cadre(struct facts *f, const char *value)
{
	static const char *const answers[] = {"yes", "no", "other", NULL};
	int i = acts_word_in(value, answers);
	if (i >= 0)
		f->cadre = "yno"[i];
	return i >= 0;
}

static bool
acts_take_window(struct facts *f, const char *value)
{
	if (strcmp(value, "N") == 0) {
		f->way = CONTACT_NEVER;
		f->window = '\0';
		return true;
	}
	if (strlen(value) != 2 || value[0] < '1' || value[0] > '4' ||
	    (value[1] != 'T' && value[1] != 'S'))
		return false;
	f->window = value[0];
	f->way = value[1] == 'T' ? CONTACT_CALL : CONTACT_SMS;
	return true;
}

static const struct {
	const char *name;
	acts_taker *take;
	const char *expected;
} acts_confirmed[] = {
    {"reporter", acts_take_reporter,
	"expected the reporter to be self or other"},
    {"phone", acts_take_phone,
	"expected the phone to be own, shared, his or unknown"},
    {"consent", acts_take_consent,
	"expected letters of KMPJHR, or none, for consent"},
    {"cadre", acts_take_cadre, "expected yes, no or other for cadre"},
    {"window", acts_take_window,
	"expected 1 to 4 and T or S such as 1T, or N, for window"},
};

static int
acts_confirm_all(struct report *r, json_t *args, struct command_answer *a,
    char *what, size_t size)
{
	size_t count = sizeof(acts_confirmed) / sizeof(*acts_confirmed);
	for (size_t i = 0; i < count; i++) {
		const char *value = command_str(args, acts_confirmed[i].name);
		size_t len = strlen(what);
		if (value == NULL)
			continue;
		if (!acts_confirmed[i].take(&r->facts, value))
			return command_fail(
			    a, "bad_arguments", acts_confirmed[i].expected);
		(void)snprintf(what + len, size - len, "%s=%s ",
		    acts_confirmed[i].name, value);
	}
	return 0;
}

/* *ret_code: of the roster, or NULL for none given. False: the error is set. */
static bool
acts_take_village(struct engine *e, json_t *args, struct command_answer *a,
    const char **ret_code, char *what, size_t size)
{
	const char *typed = command_str(args, "village");
	const struct roster *roster = typed == NULL ? NULL : roster_load(e);
	uint32_t at;
	size_t len = strlen(what);
	if (typed == NULL)
		return true;
	if (roster == NULL)
		return command_fail(a, "failed", "the roster is unreadable") !=
		       0;
	if (!command_find_village(roster, typed, &at, a))
		return false;
	*ret_code = roster->villages[at].code;
	(void)snprintf(what + len, size - len, "village=%s ", *ret_code);
	return true;
}

static bool
acts_word_fits(const char *word)
{
	size_t len = strlen(word);
	if (len < 3 || len >= WORDS_WORD_SIZE)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!islower((unsigned char)word[i]))
			return false;
	return true;
}

static const char *
acts_confirm_name(json_t *args)
{
	const char *phone = command_str(args, "phone");
	return phone != NULL && (strcmp(phone, "own") == 0 ||
				    strcmp(phone, "shared") == 0)
		   ? ACTS_HEARD
		   : "confirm";
}

int
command_report_confirm(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	char what[200] = "", lower[WORDS_WORD_SIZE] = "";
	const char *word = command_str(args, "word"), *village = NULL;
	if (!command_find_mine(e, args, a, &r))
		return 0;
	int err = acts_confirm_all(&r, args, a, what, sizeof(what));
	if (a->error != NULL ||
	    !acts_take_village(e, args, a, &village, what, sizeof(what)))
		return 0;
	for (size_t i = 0;
	     word != NULL && word[i] != '\0' && i + 1 < sizeof(lower); i++)
		lower[i] = (char)tolower((unsigned char)word[i]);
	if (word != NULL && !acts_word_fits(lower))
		return command_fail(
		    a, "bad_arguments", "expected one word of 3 to 20 letters");
	if (json_is_true(json_object_get(args, "wrong-number"))) {
		r.facts.marks |= MARK_WRONG;
		r.facts.phone = PHONE_HIS;
	}
	if (err == 0)
		err = acts_note(e, args, acts_confirm_name(args), &r, what);
	if (err == 0)
		err = case_keep(e, &r);
	if (err == 0 && village != NULL)
		err = case_village_set(e, &r, village, false);
	if (err == 0 && (command_str(args, "phone") != NULL ||
			    command_str(args, "window") != NULL))
		err = store_run(
		    e->store, QUERY_REPORT_WINDOW_OF, SQL_INT(r.id), SQL_NULL);
	if (err == 0)
		err = store_run(e->store, QUERY_REPORT_CAREFUL, SQL_INT(r.id),
		    SQL_INT(r.facts.phone), SQL_INT(r.facts.way));
	if (err == 0 && word != NULL)
		err = case_word_set(e, &r, lower);
	if (err == 0)
		err = case_get(e, r.id, &r);
	e->replies_at_s = 0;
	return err == 0 ? command_report_answer(e, a, &r) : err;
}

/* --- report release --- */

int
command_report_release(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	const char *reason = command_str(args, "reason");
	if (!command_find_report(e, args, a, &r))
		return 0;
	if (r.quarantine[0] == '\0')
		return command_fail(
		    a, "state", "this report is not in quarantine");
	if (strcmp(r.quarantine, "erase_order") == 0)
		return command_fail(a, "state",
		    "this is an order to erase; keys carry it out: siaga "
		    "unlock");
	if (reason == NULL)
		return command_fail(a, "reason", "releasing takes a --reason");
	int err = acts_note(e, args, "release", &r, reason);
	if (err == 0)
		err = store_run(e->store, QUERY_REPORT_RELEASE, SQL_INT(r.id),
		    SQL_INT(e->now_s));
	if (err == 0)
		err = store_run(
		    e->store, QUERY_CONVERSATION_RELEASE, SQL_INT(r.id));
	if (err == 0)
		err = case_get(e, r.id, &r);
	return err == 0 ? command_report_answer(e, a, &r) : err;
}

/* --- report erase --- */

int
command_report_erase(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	const char *reason = command_str(args, "reason");
	bool refuse = json_is_true(json_object_get(args, "refuse"));
	if (!command_find_report(e, args, a, &r))
		return 0;
	if (!acts_may(e, &r))
		return acts_not_yours(a);
	if (r.erased_at != 0)
		return command_fail(a, "state", "this report is erased");
	if (refuse && command_erase_shuts(e, &r))
		return acts_erase_pending(a);
	if (refuse && r.facts.erase_at_s == 0)
		return command_fail(
		    a, "state", "nobody has asked for its erasure");
	if (reason == NULL || acts_nameless(e, args))
		return command_fail(a, "reason",
		    "a decision on erasure takes --by and a "
		    "--reason");
	int err =
	    acts_note(e, args, refuse ? "erase_refused" : "erase", &r, reason);
	if (err == 0 && refuse)
		err = store_run(e->store, QUERY_ERASE_REFUSED, SQL_INT(r.id),
		    SQL_INT(e->now_s));
	else if (err == 0)
		err = erase_case(e, &r, command_by(e, args));
	if (err == 0 && !refuse)
		err = erase_joined(e, &r, command_by(e, args));
	if (err == 0)
		err = case_get(e, r.id, &r);
	return err == 0 ? command_report_answer(e, a, &r) : err;
}

/* --- report join, report close --- */

/* The more careful and the more urgent of both is in force. */
static void
acts_join_facts(struct facts *f, const struct facts *other)
{
	size_t count = 0;
	if (other->urgency > f->urgency)
		f->urgency = other->urgency;
	f->emergency |= other->emergency;
	f->marks |= other->marks;
	if (other->way == CONTACT_NEVER)
		f->way = CONTACT_NEVER;
	if (other->phone == PHONE_HIS)
		f->phone = PHONE_HIS;
	if (other->silenced_at_s > f->silenced_at_s)
		f->silenced_at_s = other->silenced_at_s;
	if (other->minor == 'y')
		f->minor = 'y';
	for (size_t i = 0; other->consent_asked && f->consent[i] != '\0'; i++)
		if (strchr(other->consent, f->consent[i]) != NULL)
			f->consent[count++] = f->consent[i];
	if (other->consent_asked)
		f->consent[count] = '\0';
	if (other->cadre == 'n')
		f->cadre = 'n';
}

static int
acts_join_rows(
    struct engine *e, const struct report *r, const struct report *other)
{
	int err = store_run(e->store, QUERY_REPORT_JOIN, SQL_INT(other->id),
	    SQL_INT(r->id), SQL_INT(e->now_s));
	if (err == 0)
		err = store_run(e->store, QUERY_REPORT_WORD_JOIN,
		    SQL_INT(r->id), SQL_INT(other->id));
	if (err == 0)
		err = store_run(e->store, QUERY_CONVERSATION_JOIN,
		    SQL_INT(other->id), SQL_INT(r->id));
	if (err == 0)
		err = store_run(e->store, QUERY_REPLY_JOIN, SQL_INT(other->id),
		    SQL_INT(r->id));
	if (err == 0)
		err = store_run(e->store, QUERY_EXCLUSION_JOIN, SQL_INT(r->id),
		    SQL_INT(other->id));
	return err;
}

int
command_report_join(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r, other;
	if (!command_find_report(e, args, a, &r))
		return 0;
	json_t *second = json_pack("{s:s}", "code", command_str(args, "other"));
	bool there = command_find_report(e, second, a, &other);
	json_decref(second);
	if (!there)
		return 0;
	if (!acts_may(e, &r) || !acts_may(e, &other))
		return acts_not_yours(a);
	if (command_erase_shuts(e, &r) || command_erase_shuts(e, &other))
		return acts_erase_pending(a);
	if (r.id == other.id || r.joined_to != 0 || other.joined_to != 0)
		return command_fail(a, "joined",
		    "these are one report, or one of them is joined already");
	if (r.quarantine[0] != '\0' || r.facts.erase_at_s != 0)
		return command_fail(a, "no_way",
		    "what is in quarantine or to be erased takes no other "
		    "report; join it the other way round");
	int err = command_join_people(e, &r, &other, a);
	if (err == 0 && a->error == NULL)
		err = case_get(e, r.id, &r); /* assigned is triaged */
	if (err < 0 || a->error != NULL)
		return err;
	acts_join_facts(&r.facts, &other.facts);
	err = acts_note(e, args, "join", &r, command_str(args, "reason"));
	if (err == 0)
		err = case_keep(e, &r);
	if (err == 0)
		err = acts_join_rows(e, &r, &other);
	if (err == 0 && r.village[0] == '\0' && other.village[0] != '\0')
		err = case_village_set(e, &r, other.village, true);
	if (err == 0)
		err = alerts_law_joined(e, &r, &other);
	if (err == 0)
		err = alerts_joined(e, &r, &other);
	if (err == 0) /* who must not hear of the other one either */
		err = alerts_recheck(e);
	return err == 0 ? command_report_answer(e, a, &r) : err;
}

/* R27, only inside a window for texts, if her last text is not old, once. */
static int
acts_say_closed(struct engine *e, const struct report *r)
{
	struct store_rows rows;
	const char *closed =
	    e->handling->dialogue_on(e->words->dialogue, ON_CLOSED, 0);
	if (r->facts.way != CONTACT_SMS ||
	    e->now_s - r->last_in_at >= ACTS_CLOSED_S)
		return 0;
	store_ask(e->store, &rows, QUERY_REPLY_SAID, SQL_INT(r->id),
	    SQL_TEXT(closed));
	int said = store_next(&rows);
	store_done(&rows);
	if (said != 0)
		return said < 0 ? said : 0;
	json_t *args = json_pack("{s:s}", "template", closed);
	int err = acts_keep_reply(e, r, args, 0);
	json_decref(args);
	e->replies_at_s = 0;
	return err;
}

int
command_report_close(struct engine *e, json_t *args, struct command_answer *a)
{
	struct report r;
	bool reopen = json_is_true(json_object_get(args, "reopen"));
	const char *reason = command_str(args, "reason");
	if (!command_find_mine(e, args, a, &r))
		return 0;
	if (reason == NULL)
		return command_fail(
		    a, "reason", "closing and reopening take a --reason");
	if (reopen == (strcmp(r.state, "closed") != 0))
		return command_fail(a, "state",
		    reopen ? "this report is open" : "this report is closed");
	r.state = reopen ? "new" : "closed";
	r.closed_at = reopen ? 0 : e->now_s;
	int err = acts_note(e, args, reopen ? "reopen" : "close", &r, reason);
	if (err == 0)
		err = store_run(e->store, QUERY_REPORT_STATE, SQL_INT(r.id),
		    SQL_TEXT(r.state), SQL_TIME(r.closed_at),
		    SQL_INT(e->now_s));
	if (err == 0 && reopen)
		err = replies_reopened(e, r.id);
	if (err == 0 && !reopen &&
	    json_is_true(json_object_get(args, "agreed")))
		err = acts_say_closed(e, &r);
	if (err == 0 && !reopen)
		err = webhook_event(e, "report.closed", &r);
	if (err == 0 && reopen) /* somebody comes, as for a new one */
		err = alerts_consider(e, &r, true);
	return err == 0 ? command_report_answer(e, a, &r) : err;
}

/* --- dialogue --- */

/* Of texts, or of screens. */
struct acts_channel {
	const struct dialogue *dialogue;
	const struct texts *texts;
	const char *language;
};

static const char *
acts_words(void *arg, const char *id)
{
	const struct acts_channel *c = arg;
	const char *words = texts_raw(c->texts, c->language, id);
	return words == NULL ? "" : words;
}

/* For programs: which text is how plain. */
static json_t *
acts_levels(struct engine *e, const struct dialogue *d)
{
	size_t count;
	const struct dialogue_text *texts =
	    e->handling->dialogue_texts(d, &count);
	json_t *levels = json_object();
	for (size_t i = 0; i < count; i++)
		(void)json_object_set_new(
		    levels, texts[i].id, json_integer(texts[i].level));
	return levels;
}

int
command_dialogue(struct engine *e, json_t *args, struct command_answer *a)
{
	struct buf map;
	const struct wordset *w = e->words;
	bool dot = json_is_true(json_object_get(args, "dot"));
	bool ussd = json_is_true(json_object_get(args, "ussd"));
	struct acts_channel c = {ussd ? w->screen.dialogue : w->dialogue,
	    ussd ? w->screen.texts : w->texts, e->conf->siaga.language};
	if (c.dialogue == NULL)
		return command_fail(a, "no_ussd",
		    "there is no [ussd NAME] in the configuration");
	buf_init(&map, WIRE_LINE_MAX);
	int err =
	    e->handling->dialogue_map(c.dialogue, dot, acts_words, &c, &map);
	if (err == 0)
		a->result = json_pack("{s:s, s:o}", "map", map.data, "levels",
		    acts_levels(e, c.dialogue));
	buf_free(&map);
	return err;
}

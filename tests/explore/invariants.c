/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold after a decision: section 5 of the design, in its words. */
#include "explore.h"

#include <stdio.h>
#include <string.h>

#define PLAIN_S   1800
#define UNASKED_S 1800

static const char *const plain_texts[] = {"R02", "R03", "R05", "R06", "R07",
    "R08", "R09", "R10", "R11", "R12", "R13", "R14", "R24", "R25", "R26", "R30",
    "R33", "R35", "U06"};

bool
invariants_is_plain(const char *id)
{
	size_t count = sizeof(plain_texts) / sizeof(*plain_texts);
	for (size_t i = 0; i < count; i++)
		if (strcmp(plain_texts[i], id) == 0)
			return true;
	return false;
}

static bool
is(const char *id, const char *want)
{
	return id != NULL && strcmp(id, want) == 0;
}

static bool
says_nothing(const struct effects *fx)
{
	return fx->reply == NULL && fx->hold == NULL && !fx->read_answer &&
	       !fx->offered;
}

/* The safe word, as a whole message, of a case of hers. */
static bool
whole_safe_word(const struct situation *s)
{
	return s->safe_word && s->words.status_code[0] == '\0';
}

static bool
opens(const struct situation *s)
{
	return (s->plain_word && !s->frozen) || whole_safe_word(s);
}

static bool
was_open(const struct situation *s)
{
	/* "Within ten minutes of her last message": when she sent it. */
	int64_t last_s = s->said_at_s > s->talk.plain_at_s ? s->said_at_s
							   : s->talk.plain_at_s;
	if (s->now_s - last_s > 600)
		return false;
	int64_t age = s->now_s - s->talk.plain_at_s;
	return s->talk.plain_at_s != 0 && !s->frozen && !s->fresh && age >= 0 &&
	       age <= PLAIN_S;
}

bool
invariants_open(const struct situation *s)
{
	return was_open(s) || opens(s);
}

bool
invariants_was_open(const struct situation *s)
{
	return was_open(s);
}

/* Without the safe word a message proves nothing (I16). */
static bool
proved(const struct situation *s)
{
	return s->safe_word || s->code_proved || (s->talk.proved && !s->fresh);
}

/* Precedence (I9): what the message is, whatever else stands in it. */
enum rank { IS_URGENT, IS_DANGER, IS_EXIT, IS_STOP, IS_ERASE, IS_REST };

static enum rank
rank_of(const struct view *v)
{
	const struct found_words *w = &v->s->words;
	if (v->call)
		return IS_REST;
	if (w->urgent)
		return IS_URGENT;
	if (w->danger)
		return IS_DANGER;
	if (w->exit || w->wrong_number)
		return IS_EXIT;
	if (w->stop)
		return IS_STOP;
	return w->erase || w->erase_yes ? IS_ERASE : IS_REST;
}

static bool
first_danger(const struct situation *s)
{
	return s->fresh || s->talk.danger_at_s == 0;
}

/* The question that stood on her screen when she sent this; "" none. */
static const char *
on_screen(const struct situation *s)
{
	const struct talk *t = &s->talk;
	if (s->fresh || t->question[0] == '\0')
		return "";
	if (t->asked_at_s == 0 || s->said_at_s < t->asked_at_s)
		return t->previous;
	return s->said_at_s - t->asked_at_s > UNASKED_S ? "" : t->question;
}

const char *
invariants_question(const struct situation *s)
{
	return on_screen(s);
}

bool
invariants_is_rest(const struct view *v)
{
	return rank_of(v) == IS_REST;
}

/* "Asked" as section 5 has it; "who is this?" asks us by itself, and `1` at
 * level 0 where no row says otherwise is the menu's command (R31's trigger). */
static bool
asked(const struct view *v)
{
	const struct found_words *w = &v->s->words;
	if (v->call)
		return false;
	return w->urgent || (w->danger && first_danger(v->s)) ||
	       (w->suicide && v->s->talk.suicide_at_s == 0) || w->stop ||
	       w->erase || w->erase_yes || w->consent || w->menu || w->hours ||
	       w->who || w->status_code[0] != '\0' || v->s->plain_word ||
	       (w->digit == 1 && !v->s->fresh) || whole_safe_word(v->s) ||
	       on_screen(v->s)[0] != '\0';
}

/* --- I1 --- */

static const char *
broken_i1(const struct view *v)
{
	const struct situation *s = v->s;
	const struct effects *fx = v->fx;
	bool open = !v->call && invariants_open(s) && !fx->freeze;
	if (fx->reply != NULL && invariants_is_plain(fx->reply) && !open)
		return "a plain text though level 1 is closed";
	if (fx->hold != NULL && invariants_is_plain(fx->hold))
		return "a plain text is held";
	if (fx->read_answer && s->waiting == WAITING_PLAIN && !open)
		return "the officer's plain answer though level 1 is closed";
	if (fx->open_plain && s->plain_word && !s->safe_word &&
	    s->now_s - s->said_at_s > PLAIN_S)
		return "a plain word sent over 30 minutes ago opens level 1";
	if (fx->open_plain && (v->call || !opens(s)))
		return "level 1 is opened by something else";
	if (v->talk->plain_at_s != s->talk.plain_at_s &&
	    v->talk->plain_at_s != 0 && !opens(s))
		return "level 1 lasts longer without the word";
	if (v->talk->plain_at_s != 0 && (fx->freeze || fx->silence))
		return "level 1 outlives X, STOP or who-is-this";
	return NULL;
}

/* --- I2 --- */

static const char *
broken_i2(const struct view *v)
{
	const struct situation *s = v->s;
	const struct effects *fx = v->fx;
	if (s->screen) /* no text goes out */
		return NULL;
	if (!s->answerable && !says_nothing(fx))
		return "an answer to a machine";
	if (fx->quarantine && !says_nothing(fx))
		return "an answer to spam";
	if (fx->unasked && !s->unasked_due)
		return "a second unasked text within 30 minutes";
	if (fx->reply != NULL && !fx->unasked && !fx->offered && !asked(v))
		return "an unasked text that is not counted as one";
	return NULL;
}

/* --- I3 --- */

static const char *
broken_i3_call(const struct view *v)
{
	const struct situation *s = v->s;
	bool silenced =
	    s->talk.silenced_at_s != 0 || s->facts.silenced_at_s != 0;
	if (silenced && !says_nothing(v->fx))
		return "a call after X or STOP is answered";
	if (v->talk->silenced_at_s != s->talk.silenced_at_s ||
	    v->facts->silenced_at_s != s->facts.silenced_at_s)
		return "a call ends the silence";
	return NULL;
}

static const char *
broken_i3(const struct view *v)
{
	const struct effects *fx = v->fx;
	enum rank rank = rank_of(v);
	bool quiet = rank == IS_EXIT || rank == IS_STOP;
	const char *last = v->s->screen ? "U00" : "R20";
	if (v->call)
		return broken_i3_call(v);
	if (rank == IS_EXIT && !says_nothing(fx))
		return "X is answered";
	if (rank == IS_STOP && (fx->hold != NULL || fx->read_answer ||
				   (fx->reply != NULL && !is(fx->reply, last))))
		return "STOP is answered by more than its last word";
	if (rank == IS_STOP && v->s->answerable && fx->reply == NULL)
		return "STOP has no last answer";
	if (quiet && (!fx->silence || v->talk->silenced_at_s == 0 ||
			 v->facts->silenced_at_s == 0))
		return "X or STOP does not silence";
	if (quiet && v->talk->question[0] != '\0')
		return "a question stays open after X or STOP";
	/* A key in a menu is no writing: whoever holds the phone may press it.
	 */
	bool looks = screens_looks_around(v) && !fx->file;
	if (looks && (v->talk->silenced_at_s != v->s->talk.silenced_at_s ||
			 v->facts->silenced_at_s != v->s->facts.silenced_at_s))
		return "looking around ends the silence";
	if (!quiet && rank != IS_DANGER && !looks &&
	    (v->talk->silenced_at_s != 0 || v->facts->silenced_at_s != 0))
		return "she wrote again and is still silenced";
	return NULL;
}

/* --- I4 --- */

static bool
asks_for_call(const struct situation *s)
{
	static const char *const one[] = {"R15", "R31", "R26", "U01", "R29"};
	const char *q = on_screen(s);
	if (strcmp(q, "R16") == 0 || strcmp(q, "U02") == 0)
		return s->words.digit < 0;
	if (strcmp(q, "R02") == 0)
		return s->text[0] == '3';
	for (size_t i = 0; i < sizeof(one) / sizeof(*one); i++)
		if (strcmp(q, one[i]) == 0)
			return s->text[0] == '1';
	return false;
}

static const char *
broken_i4(const struct view *v)
{
	const struct situation *s = v->s;
	const struct effects *fx = v->fx;
	if (fx->call != CALL_NONE && (v->call || !asks_for_call(s)))
		return "a call that she did not ask for";
	if (fx->hold != NULL && fx->call == CALL_NONE)
		return "a call is announced that she did not ask for";
	if (fx->call == CALL_HOUR &&
	    (fx->call_minute < 0 || fx->call_minute >= 1440))
		return "a call at an hour that is none";
	if (fx->read_answer && s->waiting == WAITING_NONE)
		return "an answer is read that does not wait";
	if (fx->read_answer && !opens(s) &&
	    (strcmp(on_screen(s), "R34") != 0 || s->text[0] != '1'))
		return "the officer's answer goes without her asking";
	if (fx->offered && (s->waiting == WAITING_NONE || s->waiting_offered))
		return "R34 without a new answer";
	if (is(fx->reply, "R34") != fx->offered)
		return "R34 is not booked as the offer";
	return NULL;
}

/* --- I8 --- */

static bool
is_command(const struct found_words *w)
{
	return w->exit || w->wrong_number || w->stop || w->erase ||
	       w->erase_yes || w->menu || w->hours || w->status_code[0] != '\0';
}

static const char *
broken_i8(const struct view *v)
{
	const struct situation *s = v->s;
	const struct found_words *w = &s->words;
	const struct effects *fx = v->fx;
	const char *q = on_screen(s);
	if (v->call)
		return NULL;
	if (fx->quarantine && (!w->scam || w->danger || w->urgent ||
				  (s->has_case && s->facts.open)))
		return "quarantine against the rule for spam";
	bool looks = screens_looks_around(v);
	bool ends = w->digit == 0 && strcmp(q, "R26") != 0;
	if (looks && (!s->has_case || ends) && fx->file)
		return "looking around in the menus is filed";
	if (!fx->file && !fx->quarantine && !is_command(w) && !looks &&
	    !(s->screen && w->keep_code))
		return "a message that is neither filed nor in quarantine";
	if (w->digit == 0 && rank_of(v) == IS_REST && *q != '\0' &&
	    fx->reply != NULL && strcmp(fx->reply, q) == 0 && !fx->offered)
		return "0 does not skip";
	if (w->consent && rank_of(v) == IS_REST && was_open(s) &&
	    s->answerable && !w->scam && !s->plain_word && !s->safe_word &&
	    !w->who && !w->menu && !w->hours && !w->keep_code &&
	    w->status_code[0] == '\0' && !is(fx->reply, "R10") &&
	    !is(fx->reply, "R34"))
		return "IZIN is refused as one question too many";
	return NULL;
}

/* --- I9 --- */

static const char *
broken_i9(const struct view *v)
{
	const struct effects *fx = v->fx;
	enum rank rank = rank_of(v);
	bool high = fx->urgency == URGENCY_HIGH && fx->file && !fx->quarantine;
	if (rank <= IS_DANGER && !high)
		return "9 or danger is not filed as high";
	if (rank <= IS_DANGER && fx->silence)
		return "X or STOP goes before 9 or danger";
	if (rank == IS_URGENT && fx->erase)
		return "HAPUS goes before 9";
	if (rank == IS_DANGER && first_danger(v->s) && fx->erase)
		return "HAPUS goes before danger";
	if (rank == IS_DANGER && first_danger(v->s) && v->s->answerable &&
	    !is(fx->reply, "R04") && !is(fx->reply, "R05") &&
	    !is(fx->reply, "R26"))
		return "the first danger word has another answer";
	if ((rank == IS_EXIT || rank == IS_STOP) &&
	    (fx->erase || fx->open_plain || fx->quarantine))
		return "something goes before X or STOP";
	if (rank == IS_ERASE && v->s->answerable &&
	    !is(fx->reply, v->s->words.erase_yes ? "R22" : "R21"))
		return "something goes before HAPUS";
	if (rank == IS_ERASE && (fx->silence || fx->open_plain ||
				    fx->erase != v->s->words.erase_yes))
		return "HAPUS means something else";
	if (rank == IS_REST && (fx->silence || fx->erase))
		return "silence or erasure without its word";
	return NULL;
}

/* --- I14 --- */

static const char *
broken_i14(const struct view *v)
{
	const struct situation *s = v->s;
	const struct effects *fx = v->fx;
	if (rank_of(v) != IS_URGENT) {
		if (!v->call && fx->urgent)
			return "urgent without 9";
		return NULL;
	}
	if (!fx->urgent || !fx->emergency || fx->urgency != URGENCY_HIGH ||
	    !fx->file)
		return "9 is not urgent here";
	if (v->facts->urgency != URGENCY_HIGH || !v->facts->emergency)
		return "9 does not make the case an emergency";
	if (fx->answers[0] != '\0' || fx->way != CONTACT_UNSET ||
	    fx->consent_set || fx->call != CALL_NONE || fx->store_word)
		return "9 means something besides";
	if (s->answerable && !is(fx->reply, was_open(s) ? "R05" : "R04"))
		return "9 has another answer";
	return NULL;
}

/* --- I16 --- */

static bool
letters_within(const char *letters, const char *all)
{
	return strspn(letters, all) == strlen(letters);
}

static const char *
broken_i16_kept(const struct view *v)
{
	const struct facts *was = &v->s->facts, *now = v->facts;
	if (now->urgency < was->urgency || (was->emergency && !now->emergency))
		return "urgency is lowered";
	if (now->open != was->open || now->triaged != was->triaged ||
	    now->phone != was->phone)
		return "a message closes, triages or says whose phone it is";
	if ((now->marks & was->marks) != was->marks)
		return "a mark is taken away";
	if (was->erase_at_s != 0 && now->erase_at_s != was->erase_at_s)
		return "an erasure is called off or put off";
	if (now->erase_at_s != was->erase_at_s && !v->s->words.erase_yes)
		return "erased without HAPUS YA";
	return NULL;
}

static const char *
broken_i16_wider(const struct view *v)
{
	const struct facts *was = &v->s->facts, *now = v->facts;
	bool at_one = !v->call && was_open(v->s);
	bool first = at_one && !was->consent_asked;
	if (!letters_within(now->consent, was->consent) && !first)
		return "consent is widened";
	if (was->consent_provisional && !now->consent_provisional)
		return "consent is confirmed by a text";
	if (now->cadre != was->cadre && now->cadre != 'n' &&
	    !(was->cadre == 0 && at_one))
		return "a cadre may be told without level 1 or the safe word";
	if ((now->way != was->way || now->window != was->window) &&
	    now->way != CONTACT_NEVER && !(was->way == CONTACT_UNSET && at_one))
		return "the window is changed";
	if (v->fx->store_word && was->has_safe_word)
		return "the safe word is replaced";
	return NULL;
}

static const char *
broken_i16_forced(const struct view *v)
{
	const struct found_words *w = &v->s->words;
	const struct facts *was = &v->s->facts;
	bool high = v->s->high_elsewhere || (v->s->has_case && was->open &&
						was->urgency == URGENCY_HIGH);
	if (v->call || v->fx->quarantine || !high ||
	    !(w->stop || w->erase || w->erase_yes || w->retract))
		return NULL;
	if ((v->facts->marks & MARK_FORCED) == 0)
		return "possibly forced, and not marked so";
	/* Without a case here the core marks those of the number. */
	return v->fx->file || !v->s->has_case
		   ? NULL
		   : "possibly forced, and kept for nobody";
}

static const char *
broken_i16(const struct view *v)
{
	const char *why = broken_i16_kept(v);
	if (why == NULL && !proved(v->s))
		why = broken_i16_wider(v);
	return why != NULL ? why : broken_i16_forced(v);
}

/* --- I18 --- */

static const char *
broken_i18(const struct view *v)
{
	const struct situation *s = v->s;
	const struct effects *fx = v->fx;
	if (fx->link &&
	    (v->call || !(s->code_is_own || s->code_proved) || !s->tries_left))
		return "joined by a code that is not valid";
	if (fx->link_proved && (v->call || !s->safe_word))
		return "joined without the safe word";
	if (fx->answers[0] != '\0' && strcmp(fx->answers, on_screen(s)) != 0)
		return "an answer to a question that is not on her screen";
	if (v->talk->proved && !s->talk.proved && !s->safe_word &&
	    !s->code_proved)
		return "proved without the safe word";
	if (!v->call && v->talk->last_in_s != s->now_s)
		return "her message does not move the conversation on";
	if (v->call && v->talk->question[0] != '\0' && fx->reply == NULL &&
	    strcmp(v->talk->question, s->talk.question) != 0)
		return "a call moves the conversation on";
	return NULL;
}

struct invariant invariants[INV_MAX] = {
    [INV_I1] = {"I1", broken_i1, {{0}}, 0},
    [INV_I2] = {"I2", broken_i2, {{0}}, 0},
    [INV_I3] = {"I3", broken_i3, {{0}}, 0},
    [INV_I4] = {"I4", broken_i4, {{0}}, 0},
    [INV_I7] = {"I7", NULL, {{0}}, 0},
    [INV_I8] = {"I8", broken_i8, {{0}}, 0},
    [INV_I9] = {"I9", broken_i9, {{0}}, 0},
    [INV_I14] = {"I14", broken_i14, {{0}}, 0},
    [INV_I15] = {"I15", NULL, {{0}}, 0},
    [INV_I16] = {"I16", broken_i16, {{0}}, 0},
    [INV_I17] = {"I17", NULL, {{0}}, 0},
    [INV_I18] = {"I18", broken_i18, {{0}}, 0},
    [INV_I19] = {"I19", NULL, {{0}}, 0},
    [INV_SCREEN] = {"screen", screens_broken, {{0}}, 0},
    [INV_CODE] = {"code", screens_broken_code, {{0}}, 0},
    [INV_RESUME] = {"resume", screens_broken_resume, {{0}}, 0},
};

/* --- telling --- */

void
invariants_forget(void)
{
	for (size_t i = 0; i < INV_MAX; i++) {
		memset(invariants[i].reasons, 0, sizeof(invariants[i].reasons));
		invariants[i].broken_count = 0;
	}
}

static struct reason *
reason_find(enum invariant_id id, const char *words, bool *ret_first)
{
	struct invariant *inv = &invariants[id];
	inv->broken_count++;
	*ret_first = false;
	for (size_t i = 0; i < REASONS_MAX; i++) {
		struct reason *r = &inv->reasons[i];
		*ret_first = r->words == NULL;
		if (r->words != NULL && strcmp(r->words, words) != 0)
			continue;
		r->words = words;
		r->count++;
		return r;
	}
	return &inv->reasons[REASONS_MAX - 1];
}

void
invariants_break(enum invariant_id id, const char *words, const char *where)
{
	bool first;
	struct reason *r = reason_find(id, words, &first);
	if (first)
		(void)snprintf(r->where, sizeof(r->where), "%s", where);
}

static const char *
broken_again(const struct explorer *e, const struct invariant *inv, bool call,
    const struct situation *s)
{
	struct effects fx;
	struct talk talk;
	struct facts facts;
	explore_decide(e, call, s, &fx, &talk, &facts);
	struct view v = {call, s, &fx, &talk, &facts};
	return inv->broken(&v);
}

/*
 * Each member of the situation is put back to nothing, as long as the same
 * thing stays broken: what is left is what it takes.
 */
static void
make_plain(const struct explorer *e, const struct invariant *inv,
    const char *why, bool call, struct situation *s)
{
#define PLAIN(member)                                                          \
	do {                                                                   \
		struct situation t = *s;                                       \
		memset(&t.member, 0, sizeof(t.member));                        \
		const char *still = broken_again(e, inv, call, &t);            \
		if (still != NULL && strcmp(still, why) == 0)                  \
			*s = t;                                                \
	} while (0)
	PLAIN(facts);
	PLAIN(facts.marks);
	PLAIN(facts.consent);
	PLAIN(facts.window);
	PLAIN(facts.emergency);
	PLAIN(facts.erase_at_s);
	PLAIN(facts.has_safe_word);
	PLAIN(facts.silenced_at_s);
	PLAIN(has_case);
	PLAIN(talk);
	PLAIN(talk.previous);
	PLAIN(talk.plain_at_s);
	PLAIN(talk.danger_at_s);
	PLAIN(talk.suicide_at_s);
	PLAIN(talk.help_at_s);
	PLAIN(talk.note_at_s);
	PLAIN(talk.silenced_at_s);
	PLAIN(talk.proved);
	PLAIN(talk.questions);
	PLAIN(talk.consent);
	PLAIN(frozen);
	PLAIN(in_hours);
	PLAIN(unasked_due);
	PLAIN(high_elsewhere);
	PLAIN(spoke_before);
	PLAIN(known);
	PLAIN(waiting);
	PLAIN(waiting_offered);
	PLAIN(calls_three);
	PLAIN(code_read);
	PLAIN(tries_left);
	PLAIN(resume);
#undef PLAIN
}

static void
tell(const struct explorer *e, enum invariant_id id, const char *why,
    const struct view *v)
{
	bool first;
	struct reason *r = reason_find(id, why, &first);
	if (!first)
		return;
	struct situation s = *v->s;
	if (invariants[id].broken != NULL)
		make_plain(e, &invariants[id], why, v->call, &s);
	struct effects fx;
	struct talk talk;
	struct facts facts;
	explore_decide(e, v->call, &s, &fx, &talk, &facts);
	situation_print(v->call, &s, r->where, sizeof(r->where));
	size_t at = strlen(r->where);
	(void)snprintf(r->where + at, sizeof(r->where) - at,
	    " -> reply=%s hold=%s file=%d silence=%d",
	    fx.reply == NULL ? "-" : fx.reply, fx.hold == NULL ? "-" : fx.hold,
	    fx.file, fx.silence);
}

void
invariants_check(const struct explorer *e, const struct view *v)
{
	for (size_t i = 0; i < INV_MAX; i++) {
		const char *why = invariants[i].broken == NULL
				      ? NULL
				      : invariants[i].broken(v);
		if (why != NULL)
			tell(e, (enum invariant_id)i, why, v);
	}
}

/* --- I15 --- */

static bool
same_id(const char *a, const char *b)
{
	return (a == NULL) == (b == NULL) && (a == NULL || strcmp(a, b) == 0);
}

static bool
hears_same(const struct effects *a, const struct effects *b)
{
	return same_id(a->reply, b->reply) && same_id(a->hold, b->hold) &&
	       a->read_answer == b->read_answer && a->offered == b->offered &&
	       a->over == b->over && a->silence == b->silence &&
	       strcmp(a->names, b->names) == 0;
}

/* Two situations that should have gone the same way. */
static void
tell_both(struct reason *r, const struct view *v, const struct situation *other,
    const struct effects *b)
{
	const struct effects *a = v->fx;
	char one[480], two[480];
	situation_print(v->call, v->s, one, sizeof(one));
	situation_print(v->call, other, two, sizeof(two));
	(void)snprintf(r->where, sizeof(r->where),
	    "%s -> %s\n      but %s -> %s", one,
	    a->reply == NULL ? "-" : a->reply, two,
	    b->reply == NULL ? "-" : b->reply);
}

void
invariants_compare(const struct explorer *e, const struct view *v,
    const struct situation *other, const struct effects *b)
{
	const struct effects *a = v->fx;
	const struct situation *s = v->s;
	if (s->safe_word || s->code_proved || s->code_is_own ||
	    (s->talk.proved && !s->fresh))
		return;
	if (hears_same(a, b))
		return;
	bool first;
	struct reason *r = reason_find(INV_I15,
	    s->words.scam ? "what a scam mark hears depends on what we know"
			  : "what she hears depends on what we know",
	    &first);
	(void)e;
	if (first)
		tell_both(r, v, other, b);
}

/* --- a session that broke off --- */

void
invariants_compare_resume(const struct explorer *e, const struct view *v,
    const struct situation *other, const struct effects *b)
{
	bool first;
	(void)e;
	if ((v->s->plain_word && !v->s->frozen) ||
	    (hears_same(v->fx, b) && v->fx->file == b->file))
		return;
	struct reason *r = reason_find(INV_RESUME,
	    "without the plain word she sees that a session broke off", &first);
	if (first)
		tell_both(r, v, other, b);
}

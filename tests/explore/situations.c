/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which situations there are. All of them at once would be 10^13; so there
 * are products, each full in what it names, and what it does not name is
 * drawn anew for every situation (a fixed sequence), so that each pair of
 * values meets many thousand times:
 *
 *	A  place x message x level 1 x frozen x hours x waiting x what we know
 *	B  place x message x silenced x answerable x unasked x danger x note x
 *	   suicide x questions x proved x level 1
 *	C  two meanings at once (every pair) x place x level 1 x frozen x danger
 *	D  missed calls: place x silenced x unasked x waiting x three x frozen
 *	   x what we know
 *
 * On a screen A to C are the same, without what only a text message has (a
 * machine, an unasked text, a message that was long on its way), and
 *
 *	E  place x message x level 1 x frozen x waiting x a session that broke
 *	   off
 *
 * "What we know" is the innermost loop of A and D: within it everything the
 * sender did is the same, so what she hears must be the same (I15).
 */
#include "explore.h"

#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* --- messages --- */

#define WORDS(...)                                                             \
	{                                                                      \
		.digit = -1, __VA_ARGS__                                       \
	}
#define DIGIT(n)                                                               \
	{                                                                      \
		.digit = (n)                                                   \
	}

struct message {
	const char *text;
	struct found_words words;
	bool plain_word, safe_word, own, proved;
};

static const struct message messages[] = {
    {"0", DIGIT(0), false, false, false, false},
    {"1", DIGIT(1), false, false, false, false},
    {"2", DIGIT(2), false, false, false, false},
    {"3", DIGIT(3), false, false, false, false},
    {"4", DIGIT(4), false, false, false, false},
    {"5", DIGIT(5), false, false, false, false},
    {"6", DIGIT(6), false, false, false, false},
    {"7", DIGIT(7), false, false, false, false},
    {"8", DIGIT(8), false, false, false, false},
    {"9", {.digit = 9, .urgent = true}, false, false, false, false},
    {"9!", WORDS(.urgent = true), false, false, false, false},
    {"X", WORDS(.exit = true), false, false, false, false},
    {"SALAH SAMBUNG", WORDS(.wrong_number = true), false, false, false, false},
    {"STOP", WORDS(.stop = true), false, false, false, false},
    {"HAPUS", WORDS(.erase = true), false, false, false, false},
    {"HAPUS YA", WORDS(.erase_yes = true), false, false, false, false},
    {"HAPUS YA mangga", WORDS(.erase_yes = true, .word = "mangga"), false, true,
	false, false},
    {"HAPUS YA 7F3K mangga",
	WORDS(.erase_yes = true, .word = "mangga", .erase_code = "7F3K"), false,
	false, false, true},
    {"ada kayu", WORDS(.weak_held = true, .weak_danger = true), false, false,
	false, false},
    {"IZIN", WORDS(.consent = true), false, false, false, false},
    {"MENU", WORDS(.menu = true), false, false, false, false},
    {"JADWAL", WORDS(.hours = true), false, false, false, false},
    {"YA", WORDS(.yes = true), false, false, false, false},
    {"TIDAK", WORDS(.no = true), false, false, false, false},
    {"BEDA", WORDS(.other = true), false, false, false, false},
    {"oke", WORDS(.word = "oke"), false, false, false, false},
    {"K", WORDS(.word = ""), false, false, false, false},
    {"KM", WORDS(.word = ""), false, false, false, false},
    {"K, M dan J", WORDS(.word = ""), false, false, false, false},
    {"P", WORDS(.word = ""), false, false, false, false},
    {"N", WORDS(.word = ""), false, false, false, false},
    {"1T", WORDS(.word = ""), false, false, false, false},
    {"3 S", WORDS(.word = ""), false, false, false, false},
    {"4s", WORDS(.word = ""), false, false, false, false},
    {"16.30", WORDS(.word = ""), false, false, false, false},
    {"jam 4 sore", WORDS(.word = ""), false, false, false, false},
    {"25.80", WORDS(.word = ""), false, false, false, false},
    {"13", WORDS(.word = ""), false, false, false, false},
    {"1 3 dan 4", WORDS(.word = ""), false, false, false, false},
    {"16", WORDS(.word = ""), false, false, false, false},
    {"umur 30 tahun", WORDS(.word = ""), false, false, false, false},
    {"1 saya alami", WORDS(.word = ""), false, false, false, false},
    {"3 minta ditelepon", WORDS(.word = ""), false, false, false, false},
    {"Sokawera", WORDS(.word = "sokawera"), false, false, false, false},
    {"mangga", WORDS(.word = "mangga"), false, false, false, false},
    {"mangga", WORDS(.word = "mangga"), false, true, false, false},
    {"AMAN", WORDS(.word = "aman"), true, false, false, false},
    {"aman", WORDS(.word = "aman"), true, true, false, false},
    {"KODE", WORDS(.keep_code = true), false, false, false, false},
    {"CEK 7F3K", WORDS(.status_code = "7F3K"), false, false, false, false},
    {"CEK 7F3K", WORDS(.status_code = "7F3K"), false, false, true, false},
    {"CEK 7F3K salak", WORDS(.status_code = "7F3K", .word = "salak"), false,
	false, false, false},
    {"CEK 7F3K mangga", WORDS(.status_code = "7F3K", .word = "mangga"), false,
	false, false, true},
    {"CEK 7F3K mangga", WORDS(.status_code = "7F3K", .word = "mangga"), false,
	false, true, true},
    {"selamat anda menang", WORDS(.scam = true), false, false, false, false},
    {"menang, tolong", WORDS(.scam = true, .help = true), false, false, false,
	false},
    {"menang atau mati", WORDS(.scam = true, .danger = true), false, false,
	false, false},
    {"siapa ini", WORDS(.who = true), false, false, false, false},
    {"siapa ini tolong saya", WORDS(.who = true, .help = true), false, false,
	false, false},
    {"tidak jadi", WORDS(.retract = true), false, false, false, false},
    {"sudah baikan kok", WORDS(.retract = true, .concern = true), false, false,
	false, false},
    {"tolong", WORDS(.help = true, .help_alone = true, .danger = true), false,
	false, false, false},
    {"bisa bantu saya", WORDS(.help = true, .concern = true), false, false,
	false, false},
    {"saya dipukul", WORDS(.danger = true), false, false, false, false},
    {"dia bawa parang", WORDS(.danger = true, .emergency = true), false, false,
	false, false},
    {"saya mau mati saja",
	WORDS(.danger = true, .emergency = true, .suicide = true), false, false,
	false, false},
    {"saya hamil", WORDS(.concern = true), false, false, false, false},
    {"ada yang mau saya ceritakan tentang rumah", WORDS(.word = ""), false,
	false, false, false},
    {"", WORDS(.word = ""), false, false, false, false},
    {"?!", WORDS(.word = ""), false, false, false, false},
    {"\xf0\x9f\x98\xad\xf0\x9f\x98\xad", WORDS(.word = ""), false, false, false,
	false},
};

static void
put_message(struct situation *s, const struct message *m)
{
	s->words = m->words;
	s->text = m->text;
	s->size = strlen(m->text);
	s->plain_word = m->plain_word;
	s->safe_word = m->safe_word;
	s->code_is_own = m->own;
	s->code_proved = m->proved;
}

size_t
situation_message_count(void)
{
	return COUNT(messages);
}

const char *
situation_message(size_t n)
{
	return messages[n].text;
}

void
situation_put_message(struct situation *s, size_t n)
{
	put_message(s, &messages[n]);
}

/* --- places in a conversation --- */

enum stand {
	FRESH,
	NO_QUESTION,
	SENT_LONG_AGO,
	OPEN,
	BEFORE_SENT,
	CROSSED,
	LATE,
	STALE
};

struct place {
	enum stand stand;
	char id[DIALOGUE_ID_SIZE];
};
static struct place places[DIALOGUE_TEXTS * 5];
static size_t place_count;

static void
add_place(enum stand stand, const char *id)
{
	struct place *p = &places[place_count++];
	p->stand = stand;
	(void)snprintf(p->id, sizeof(p->id), "%s", id);
}

static void
find_places(const struct dialogue *d, bool screen)
{
	size_t count;
	const struct dialogue_text *texts =
	    handling_wired.dialogue_texts(d, &count);
	place_count = 0;
	add_place(NO_QUESTION, "");
	for (size_t i = 0; i < count; i++)
		if (texts[i].asks)
			add_place(OPEN, texts[i].id);
	if (screen) /* it was there when she answered */
		return;
	add_place(FRESH, "");
	add_place(SENT_LONG_AGO, "");
	for (size_t i = 0; i < count; i++)
		for (enum stand at = BEFORE_SENT; texts[i].asks && at <= STALE;
		     at++)
			add_place(at, texts[i].id);
}

static void
put_place(struct situation *s, const struct place *p)
{
	struct talk *t = &s->talk;
	bool behind = p->stand == BEFORE_SENT || p->stand == CROSSED;
	s->fresh = p->stand == FRESH;
	if (p->stand == SENT_LONG_AGO)
		s->said_at_s = s->now_s - 1801;
	if (p->stand <= SENT_LONG_AGO)
		return;
	/* What she answers is then the question before. */
	(void)snprintf(
	    t->question, sizeof(t->question), "%s", behind ? "R07" : p->id);
	if (behind)
		(void)snprintf(t->previous, sizeof(t->previous), "%s", p->id);
	t->asked_at_s = s->now_s - 60;
	if (p->stand == BEFORE_SENT)
		t->asked_at_s = 0;
	else if (p->stand == CROSSED)
		s->said_at_s = s->now_s - 61;
	else if (p->stand == LATE)
		t->asked_at_s = s->now_s - 1800;
	else if (p->stand == STALE)
		t->asked_at_s = s->now_s - 1801;
}

/* --- what we know of the sender, and she may not notice (I15) --- */

enum known_case {
	NO_CASE,
	LOW,
	MEDIUM_TRIAGED,
	HIGH,
	EMERGENCY,
	CLOSED,
	CONSENTED,
	WINDOW_SET,
	NEVER,
	ERASED,
	SAFE_WORD,
	FULL,
	KNOWN_MAX
};

static const struct facts known_facts[KNOWN_MAX] = {
    [LOW] = {.open = true},
    [MEDIUM_TRIAGED] = {.open = true,
	.urgency = URGENCY_MEDIUM,
	.triaged = true},
    [HIGH] = {.open = true, .urgency = URGENCY_HIGH, .marks = MARK_WHO},
    [EMERGENCY] = {.open = true,
	.urgency = URGENCY_HIGH,
	.emergency = true,
	.reporter = 's'},
    [CLOSED] = {.urgency = URGENCY_HIGH, .feedback = '1'},
    [CONSENTED] = {.open = true,
	.consent_asked = true,
	.consent = "KMJ",
	.consent_provisional = true,
	.cadre = 'n'},
    [WINDOW_SET] = {.open = true,
	.way = CONTACT_SMS,
	.window = '2',
	.phone = PHONE_OWN,
	.minor = 'y'},
    [NEVER] = {.open = true, .way = CONTACT_NEVER, .phone = PHONE_HIS},
    [ERASED] = {.open = true,
	.erase_at_s = EXPLORE_NOW - 500,
	.urgency = URGENCY_HIGH},
    [SAFE_WORD] = {.open = true,
	.has_safe_word = true,
	.urgency = URGENCY_MEDIUM},
    [FULL] = {.open = true,
	.urgency = URGENCY_HIGH,
	.emergency = true,
	.has_safe_word = true,
	.consent_asked = true,
	.consent = "K",
	.consent_provisional = true,
	.cadre = 'y',
	.way = CONTACT_CALL,
	.window = '4',
	.phone = PHONE_SHARED,
	.call = CALL_SOON,
	.call_at_s = EXPLORE_NOW - 300,
	.marks = MARK_FORCED | MARK_WISH},
};

/* A fresh conversation has no case of its own yet; codes are the others'. */
static bool
put_known(struct situation *s, enum known_case known)
{
	s->has_case = known != NO_CASE && !s->fresh;
	s->facts = s->has_case ? known_facts[known] : (struct facts){0};
	s->high_elsewhere = known == HIGH || known == FULL;
	s->spoke_before = known != NO_CASE && known != LOW;
	s->known = known != NO_CASE;
	s->code_read = (known & 1) != 0;
	return known < KNOWN_MAX;
}

/* On a screen a case is of this session; the number may have others, too. */
#define ELSEWHERE 2
static void
put_elsewhere(struct situation *s, unsigned n)
{
	(void)put_known(s, n == 0 ? HIGH : FULL);
	s->has_case = false;
	s->open_elsewhere = true;
	s->facts = (struct facts){0};
}

/* --- values --- */

struct draw {
	uint64_t state;
};

static unsigned
draw(struct draw *d, unsigned count)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return (unsigned)((d->state >> 20) % count);
}

static const int64_t plain_ages[] = {-1, 60, 1800, 1801};
static const int64_t note_ages[] = {-1, 100, 1801};
static const unsigned question_counts[] = {0, 6, 7};

static int64_t
ago(int64_t age_s)
{
	return age_s < 0 ? 0 : EXPLORE_NOW - age_s;
}

static void
put_waiting(struct situation *s, unsigned n)
{
	static const enum waiting_answer list[] = {WAITING_NONE,
	    WAITING_NEUTRAL, WAITING_NEUTRAL, WAITING_PLAIN, WAITING_PLAIN};
	s->waiting = list[n];
	s->waiting_offered = n == 2 || n == 4;
}

/* Everything no product has named. */
static void
put_drawn(struct situation *s, struct draw *d)
{
	struct talk *t = &s->talk;
	s->answerable = draw(d, 8) != 0;
	s->unasked_due = draw(d, 2) != 0;
	s->in_hours = draw(d, 2) != 0;
	s->tries_left = draw(d, 4) != 0;
	s->frozen = draw(d, 4) == 0;
	put_waiting(s, draw(d, 5));
	t->opened_at_s = EXPLORE_NOW - 3000;
	t->last_in_s = EXPLORE_NOW - 90;
	t->plain_at_s = ago(plain_ages[draw(d, 4)]);
	t->danger_at_s = ago(draw(d, 2) ? 700 : -1);
	t->help_at_s = ago(draw(d, 3) == 0 ? 1700 : -1);
	t->suicide_at_s = ago(draw(d, 4) == 0 ? 600 : -1);
	t->note_at_s = ago(note_ages[draw(d, 3)]);
	t->silenced_at_s = ago(draw(d, 4) == 0 ? 90 : -1);
	t->proved = draw(d, 8) == 0;
	t->proved_at_s = t->proved ? EXPLORE_NOW - 200 : 0;
	s->case_began_here = draw(d, 2) != 0;
	t->questions = question_counts[draw(d, 3)];
	t->said_one = s->waiting != WAITING_NONE;
	if (draw(d, 2))
		(void)snprintf(t->consent, sizeof(t->consent), "KM");
}

/* Fresh: the conversation has just begun and knows nothing (I18). */
static void
put_fresh(struct situation *s)
{
	if (s->fresh)
		s->talk = (struct talk){
		    .opened_at_s = s->now_s, .last_in_s = s->now_s};
}

static void
begin(struct explorer *e, struct situation *s, struct draw *d)
{
	*s = (struct situation){.now_s = EXPLORE_NOW,
	    .said_at_s = EXPLORE_NOW,
	    .dialogue = e->dialogue};
	put_drawn(s, d);
	s->screen = e->channel == CHANNEL_USSD;
	s->answerable |= s->screen;
}

static bool
wanted(struct explorer *e)
{
	return ++e->skipped % e->stride == 0;
}

void
explore_decide(const struct explorer *e, bool call, const struct situation *s,
    struct effects *fx, struct talk *talk, struct facts *facts)
{
	(call ? handling_wired.decide_call : handling_wired.decide)(s, fx);
	if (e->fault != NULL && e->fault->effects != NULL)
		e->fault->effects(s, fx);
	*talk = s->talk;
	*facts = s->facts;
	handling_wired.apply(s, fx, talk, facts);
	if (call) /* as the core has it: a call is no message of hers */
		talk->last_in_s = s->talk.last_in_s;
	if (e->fault != NULL && e->fault->after != NULL)
		e->fault->after(s, talk, facts);
}

static void
look(struct explorer *e, bool call, const struct situation *s,
    struct effects *fx)
{
	struct talk talk;
	struct facts facts;
	explore_decide(e, call, s, fx, &talk, &facts);
	struct view v = {call, s, fx, &talk, &facts};
	invariants_check(e, &v);
	e->situations++;
}

/* She asks for the code of what she said in this session. */
static bool
is_of_session(const struct situation *s)
{
	return s->screen && s->words.keep_code;
}

/* All we may know, one after the other: the sender hears the same. */
static void
look_known(struct explorer *e, bool call, struct situation *s)
{
	struct situation first;
	struct effects fx, first_fx = {0};
	struct view v = {call, &first, &first_fx, NULL, NULL};
	for (unsigned k = 0; k < KNOWN_MAX; k++) {
		(void)put_known(s, (enum known_case)k);
		/* X holds for the case as well as the conversation. */
		if (s->has_case)
			s->facts.silenced_at_s = s->talk.silenced_at_s;
		look(e, call, s, &fx);
		if (k == NO_CASE || (k == LOW && is_of_session(s))) {
			first = *s;
			first_fx = fx;
		} else {
			invariants_compare(e, &v, s, &fx);
		}
	}
	for (unsigned n = 0; s->screen && n < ELSEWHERE; n++) {
		put_elsewhere(s, n);
		look(e, call, s, &fx);
		if (!is_of_session(s))
			invariants_compare(e, &v, s, &fx);
	}
}

/* --- A --- */

static void
explore_a_message(struct explorer *e, const struct place *p,
    const struct message *m, struct draw *d)
{
	for (unsigned n = 0; n < 4 * 2 * 2 * 5; n++) {
		struct situation s;
		if (!wanted(e))
			continue;
		begin(e, &s, d);
		s.talk.plain_at_s = ago(plain_ages[n % 4]);
		s.frozen = n / 4 % 2 != 0;
		s.in_hours = n / 8 % 2 != 0;
		put_waiting(&s, n / 16);
		s.talk.said_one = s.waiting != WAITING_NONE;
		put_place(&s, p);
		put_fresh(&s);
		put_message(&s, m);
		look_known(e, false, &s);
	}
}

/* --- B --- */

static void
explore_b_one(struct explorer *e, const struct place *p,
    const struct message *m, struct draw *d, unsigned n)
{
	struct situation s;
	struct effects fx;
	begin(e, &s, d);
	s.talk.silenced_at_s = ago(n % 2 ? 90 : -1);
	s.answerable = n / 2 % 2 != 0;
	s.unasked_due = n / 4 % 2 != 0;
	s.talk.danger_at_s = ago(n / 8 % 2 ? 700 : -1);
	s.talk.suicide_at_s = ago(n / 16 % 2 ? 600 : -1);
	s.talk.proved = n / 32 % 2 != 0;
	s.talk.note_at_s = ago(note_ages[n / 64 % 3]);
	s.talk.questions = question_counts[n / 192 % 3];
	s.talk.plain_at_s = ago(n / 576 ? 60 : -1);
	put_place(&s, p);
	put_fresh(&s);
	put_message(&s, m);
	(void)put_known(&s, (enum known_case)draw(d, KNOWN_MAX));
	if (s.has_case)
		s.facts.silenced_at_s = s.talk.silenced_at_s;
	look(e, false, &s, &fx);
}

static void
explore_b_message(struct explorer *e, const struct place *p,
    const struct message *m, struct draw *d)
{
	for (unsigned n = 0; n < 576 * 2; n++) {
		/* Bits 1 and 2: what no screen has. */
		if (e->channel == CHANNEL_USSD && (n & 6) != 2)
			continue;
		if (wanted(e))
			explore_b_one(e, p, m, d, n);
	}
}

/* --- C --- */

#define MEANINGS 25

static void
add_meaning(struct situation *s, unsigned n)
{
	struct found_words *w = &s->words;
	bool *const flags[] = {&w->urgent, &w->danger, &w->emergency,
	    &w->suicide, &w->help, &w->help_alone, &w->concern, &w->scam,
	    &w->who, &w->retract, &w->exit, &w->stop, &w->erase, &w->erase_yes,
	    &w->wrong_number, &w->consent, &w->menu, &w->hours, &w->yes, &w->no,
	    &w->other, &w->keep_code, &s->plain_word};
	if (n < COUNT(flags))
		*flags[n] = true;
	else if (n == COUNT(flags))
		(void)snprintf(w->status_code, sizeof(w->status_code), "7F3K");
	else
		s->safe_word = true;
	/* These stand for a class of danger (design 7). */
	w->danger |= w->emergency || w->suicide || w->help_alone;
}

static void
explore_pair(struct explorer *e, unsigned one, unsigned two, struct draw *d)
{
	for (size_t p = 0; p < place_count; p++) {
		if (places[p].stand > OPEN)
			continue;
		for (unsigned n = 0; n < 2 * 2 * 2 * 2; n++) {
			struct situation s;
			struct effects fx;
			if (!wanted(e))
				continue;
			begin(e, &s, d);
			s.talk.plain_at_s = ago(n % 2 ? 60 : -1);
			s.frozen = n / 2 % 2 != 0;
			s.talk.danger_at_s = ago(n / 4 % 2 ? 700 : -1);
			s.answerable = true;
			put_place(&s, &places[p]);
			put_fresh(&s);
			s.words.digit = n / 8 ? 1 : -1;
			s.text = n / 8 ? "1" : "lain";
			s.size = strlen(s.text);
			add_meaning(&s, one);
			add_meaning(&s, two);
			(void)put_known(
			    &s, (enum known_case)draw(d, KNOWN_MAX));
			look(e, false, &s, &fx);
		}
	}
}

/* --- D --- */

static void
explore_calls(struct explorer *e, const struct place *p, struct draw *d)
{
	for (unsigned n = 0; n < 2 * 2 * 5 * 2 * 2 * 4; n++) {
		struct situation s;
		if (!wanted(e))
			continue;
		begin(e, &s, d);
		s.talk.silenced_at_s = ago(n % 2 ? 90 : -1);
		s.unasked_due = n / 2 % 2 != 0;
		put_waiting(&s, n / 4 % 5);
		s.calls_three = n / 20 % 2 != 0;
		s.frozen = n / 40 % 2 != 0;
		s.talk.plain_at_s = ago(plain_ages[n / 80 % 4]);
		put_place(&s, p);
		put_fresh(&s);
		s.words.digit = -1;
		s.text = "";
		look_known(e, true, &s);
	}
}

/* --- E --- */

static void
explore_broken(struct explorer *e, const struct place *p,
    const struct message *m, struct draw *d)
{
	static const char *const resumes[] = {
	    NULL, "", "U01", "R04", "R34", "R30", "R11", "R12", "U06", "U08"};
	for (unsigned n = 0; n < 2 * 2 * 5; n++) {
		struct situation s, first;
		struct effects fx, first_fx = {0};
		struct view v = {false, &first, &first_fx, NULL, NULL};
		if (!wanted(e))
			continue;
		begin(e, &s, d);
		s.talk.plain_at_s = ago(plain_ages[n % 2]);
		s.frozen = n / 2 % 2 != 0;
		put_waiting(&s, n / 4);
		put_place(&s, p);
		put_message(&s, m);
		(void)put_known(&s, (enum known_case)draw(d, KNOWN_MAX));
		for (unsigned r = 0; r < COUNT(resumes); r++) {
			s.resume = resumes[r];
			look(e, false, &s, &fx);
			if (r > 0)
				invariants_compare_resume(e, &v, &s, &fx);
			first = r == 0 ? s : first;
			first_fx = r == 0 ? fx : first_fx;
		}
	}
}

void
explore_situations(struct explorer *e)
{
	bool screen = e->channel == CHANNEL_USSD;
	struct draw d = {UINT64_C(0x9e3779b97f4a7c15)};
	find_places(e->dialogue, e->channel == CHANNEL_USSD);
	for (size_t p = 0; p < place_count; p++) {
		for (size_t m = 0; m < COUNT(messages); m++) {
			explore_a_message(e, &places[p], &messages[m], &d);
			explore_b_message(e, &places[p], &messages[m], &d);
			if (screen)
				explore_broken(e, &places[p], &messages[m], &d);
		}
		if (!screen)
			explore_calls(e, &places[p], &d);
	}
	for (unsigned one = 0; one < MEANINGS; one++)
		for (unsigned two = one + 1; two < MEANINGS; two++)
			explore_pair(e, one, two, &d);
}

/* --- in words --- */

struct printer {
	char *at;
	size_t left;
};

static void
print(struct printer *p, bool when, const char *name, long long value)
{
	if (!when || p->left < 2)
		return;
	int used = snprintf(p->at, p->left, " %s=%lld", name, value);
	if (used > 0 && (size_t)used < p->left) {
		p->at += used;
		p->left -= (size_t)used;
	}
}

static void
print_words(struct printer *p, const struct found_words *w)
{
	print(p, w->digit >= 0, "digit", w->digit);
	print(p, w->urgent, "urgent", 1);
	print(p, w->danger, "danger", 1);
	print(p, w->suicide, "suicide", 1);
	print(p, w->help_alone, "help_alone", 1);
	print(p, w->scam, "scam", 1);
	print(p, w->who, "who", 1);
	print(p, w->retract, "retract", 1);
	print(p, w->exit, "exit", 1);
	print(p, w->wrong_number, "wrong_number", 1);
	print(p, w->stop, "stop", 1);
	print(p, w->erase, "erase", 1);
	print(p, w->erase_yes, "erase_yes", 1);
	print(p, w->consent, "consent", 1);
	print(p, w->menu, "menu", 1);
	print(p, w->hours, "hours", 1);
	print(p, w->status_code[0] != '\0', "status_code", 1);
}

static void
print_talk(struct printer *p, const struct talk *t)
{
	print(p, t->asked_at_s != 0, "asked_ago", EXPLORE_NOW - t->asked_at_s);
	print(p, t->plain_at_s != 0, "plain_ago", EXPLORE_NOW - t->plain_at_s);
	print(
	    p, t->danger_at_s != 0, "danger_ago", EXPLORE_NOW - t->danger_at_s);
	print(p, t->note_at_s != 0, "note_ago", EXPLORE_NOW - t->note_at_s);
	print(p, t->silenced_at_s != 0, "silenced_ago",
	    EXPLORE_NOW - t->silenced_at_s);
	print(p, t->proved, "talk.proved", 1);
	print(p, t->questions != 0, "questions", t->questions);
}

static void
print_state(struct printer *p, const struct situation *s)
{
	print(p, s->fresh, "fresh", 1);
	print(p, !s->answerable, "answerable", 0);
	print(p, s->frozen, "frozen", 1);
	print(p, s->unasked_due, "unasked_due", 1);
	print(p, s->in_hours, "in_hours", 1);
	print(p, s->plain_word, "plain_word", 1);
	print(p, s->safe_word, "safe_word", 1);
	print(p, s->code_is_own, "code_is_own", 1);
	print(p, s->code_proved, "code_proved", 1);
	print(p, s->code_read, "code_read", 1);
	print(p, s->tries_left, "tries_left", 1);
	print(p, s->has_case, "has_case", 1);
	print(p, s->case_began_here, "case_began_here", 1);
	print(p, s->high_elsewhere, "high_elsewhere", 1);
	print(p, s->waiting != WAITING_NONE, "waiting", s->waiting);
	print(p, s->waiting_offered, "waiting_offered", 1);
	print(p, s->calls_three, "calls_three", 1);
}

static void
print_facts(struct printer *p, const struct facts *f)
{
	print(p, f->open, "open", 1);
	print(p, f->urgency != URGENCY_LOW, "urgency", f->urgency);
	print(p, f->emergency, "emergency", 1);
	print(p, f->consent_asked, "consent_asked", 1);
	print(p, f->cadre != 0, "cadre", f->cadre);
	print(p, f->way != CONTACT_UNSET, "way", f->way);
	print(p, f->window != 0, "window", f->window);
	print(p, f->has_safe_word, "has_safe_word", 1);
	print(p, f->erase_at_s != 0, "erase_ago", EXPLORE_NOW - f->erase_at_s);
	print(p, f->silenced_at_s != 0, "case_silenced", 1);
}

void
situation_print(bool call, const struct situation *s, char *ret, size_t size)
{
	int used = snprintf(ret, size, "%s \"%s\" on \"%s\" after \"%s\"%s%s:",
	    call        ? "call"
	    : s->screen ? "screen"
			: "text",
	    s->text, s->talk.question, s->talk.previous,
	    s->resume == NULL ? "" : " going on at ",
	    s->resume == NULL ? "" : s->resume);
	if (used < 0 || (size_t)used >= size)
		return;
	struct printer p = {ret + used, size - (size_t)used};
	print(
	    &p, s->said_at_s != s->now_s, "said_ago", s->now_s - s->said_at_s);
	print_words(&p, &s->words);
	print_talk(&p, &s->talk);
	print_state(&p, s);
	print_facts(&p, &s->facts);
}

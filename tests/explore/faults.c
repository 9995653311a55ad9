/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Seeded faults: what the decision code returns is changed as a mistake in
 * it might, and exactly the invariant it breaks must say so. No mistake here
 * is ever compiled into the daemon.
 */
#include "explore.h"

#include <stdio.h>
#include <string.h>

static bool
is(const char *id, const char *want)
{
	return id != NULL && strcmp(id, want) == 0;
}

/* A message that means nothing by itself. */
static bool
says_words(const struct situation *s)
{
	return strcmp(s->text, "Sokawera") == 0;
}

static bool
open_is(const struct situation *s, const char *id)
{
	return !s->fresh && strcmp(s->talk.question, id) == 0 &&
	       s->talk.asked_at_s != 0 && s->said_at_s >= s->talk.asked_at_s &&
	       s->said_at_s - s->talk.asked_at_s <= 1800;
}

/* One digit, and nothing else. */
static bool
says_digit(const struct situation *s, int digit)
{
	const struct found_words *w = &s->words;
	return w->digit == digit && !w->urgent && !w->danger && !w->exit &&
	       !w->stop && !w->erase && !w->erase_yes && !w->wrong_number &&
	       !w->scam && !w->who && w->status_code[0] == '\0' &&
	       !s->safe_word && !s->plain_word;
}

/* --- I1 --- */

static void
plain_first(const struct situation *s, struct effects *fx)
{
	(void)s;
	if (is(fx->reply, "R01"))
		fx->reply = "R03";
}

static void
yes_opens(const struct situation *s, struct effects *fx)
{
	fx->open_plain |= strcmp(s->text, "YA") == 0;
}

static void
plain_is_read(const struct situation *s, struct effects *fx)
{
	if (s->waiting == WAITING_PLAIN && open_is(s, "R34") &&
	    says_digit(s, 1) && s->answerable) {
		fx->reply = fx->hold = NULL;
		fx->offered = false;
		fx->read_answer = true;
	}
}

static void
longer_level(const struct situation *s, struct talk *t, struct facts *f)
{
	(void)f;
	if (t->plain_at_s != 0 && says_digit(s, 4))
		t->plain_at_s = s->now_s;
}

static void
sent_closed(const struct judged *j, struct judgement *is_)
{
	if (is_->verdict == JUDGE_STAND_IN && j->frozen)
		*is_ = (struct judgement){JUDGE_SEND, 900, NULL};
}

/* --- I2 --- */

static void
always_note(const struct situation *s, struct effects *fx)
{
	if (says_words(s) && !s->fresh && s->talk.question[0] == '\0' &&
	    s->answerable && fx->reply == NULL)
		fx->reply = "R32";
}

static void
answers_machine(const struct situation *s, struct effects *fx)
{
	if (!s->answerable && says_digit(s, 5))
		fx->reply = "R32";
}

/* --- I3 --- */

static void
exit_goes_on(const struct situation *s, struct effects *fx)
{
	if (s->words.exit)
		fx->silence = false;
}

static void
stop_offers(const struct situation *s, struct effects *fx)
{
	if (s->words.stop && is(fx->reply, "R20"))
		fx->reply = "R31";
}

static void
sent_silenced(const struct judged *j, struct judgement *is_)
{
	if (j->silenced_at_s != 0 && j->direct && j->level == 0)
		*is_ = (struct judgement){JUDGE_SEND, 900, NULL};
}

/* --- I4 --- */

static void
calls_unasked(const struct situation *s, struct effects *fx)
{
	if (open_is(s, "R31") && says_digit(s, 2))
		fx->call = CALL_SOON;
}

static void
reads_unasked(const struct situation *s, struct effects *fx)
{
	if (s->waiting == WAITING_NEUTRAL && says_digit(s, 2) && s->answerable)
		fx->read_answer = true;
}

static void
sent_windowless(const struct judged *j, struct judgement *is_)
{
	if (!j->direct && !j->window_open && j->silenced_at_s == 0 &&
	    !j->undelivered && j->level == 0)
		*is_ = (struct judgement){JUDGE_SEND, 900, NULL};
}

/* --- I7, I19, I17 of words --- */

static void
add_words(const char *id, const char *want, const char *front, const char *back,
    char *text, size_t size)
{
	char old[1024];
	if (strcmp(id, want) != 0)
		return;
	(void)snprintf(old, sizeof(old), "%s", text);
	old[strcspn(old, "\n")] = '\0';
	(void)snprintf(text, size, "%s%s%s", front, old, back);
}

static void
word_in_cover(const char *id, char *text, size_t size)
{
	add_words(id, "R19", "", " Polisi.", text, size);
}

static void
repeats_her(const char *id, char *text, size_t size)
{
	add_words(id, "R19", "", " {words}", text, size);
}

static void
word_in_preview(const char *id, char *text, size_t size)
{
	add_words(id, "R35", "Untuk korban: ", "", text, size);
}

static void
too_long(const char *id, char *text, size_t size)
{
	add_words(id, "R06", "", " Terima kasih banyak.", text, size);
}

/* --- I8 --- */

static void
not_filed(const struct situation *s, struct effects *fx)
{
	if (says_words(s))
		fx->file = false;
}

static void
wrong_spam(const struct situation *s, struct effects *fx)
{
	if (strcmp(s->text, "saya hamil") == 0) {
		fx->quarantine = true;
		fx->reply = fx->hold = NULL;
		fx->read_answer = fx->offered = false;
	}
}

static void
not_counted(const struct situation *s, struct effects *fx)
{
	(void)s;
	fx->counted = false;
}

static void
asks_again(const struct situation *s, struct effects *fx)
{
	if (open_is(s, "R31") && says_digit(s, 0) && s->answerable &&
	    fx->reply == NULL)
		fx->reply = "R31";
}

/* --- I9 --- */

static void
stop_before_danger(const struct situation *s, struct effects *fx)
{
	if (s->words.stop && s->words.danger)
		fx->silence = true;
}

static void
erase_before_stop(const struct situation *s, struct effects *fx)
{
	if (s->words.stop && s->words.erase_yes)
		fx->erase = true;
}

static void
danger_is_low(const struct situation *s, struct effects *fx)
{
	if (s->words.danger && !s->words.urgent)
		fx->urgency = URGENCY_MEDIUM;
}

/* --- I14 --- */

static void
nine_is_calm(const struct situation *s, struct effects *fx)
{
	if (s->words.urgent && s->frozen)
		fx->emergency = false;
}

static void
nine_is_menu(const struct situation *s, struct effects *fx)
{
	if (s->words.urgent && open_is(s, "R31") && is(fx->reply, "R04"))
		fx->reply = "R31";
}

/* --- I15 --- */

static void
says_case(const struct situation *s, struct effects *fx)
{
	if (s->has_case && is(fx->reply, "R32"))
		fx->reply = "R17";
}

static void
says_code(const struct situation *s, struct effects *fx)
{
	if (s->code_read && is(fx->reply, "R19"))
		fx->reply = "R18";
}

static void
says_risk(const struct situation *s, struct effects *fx)
{
	if (s->high_elsewhere && is(fx->reply, "R01"))
		fx->reply = "R31";
}

/* --- I16 --- */

static void
made_up(const struct situation *s, struct talk *t, struct facts *f)
{
	(void)t;
	if (s->words.retract && !s->words.urgent && !s->words.danger)
		f->urgency = URGENCY_LOW;
}

static void
yes_to_all(const struct situation *s, struct talk *t, struct facts *f)
{
	(void)t;
	if (s->words.yes && s->has_case)
		(void)snprintf(f->consent, sizeof(f->consent), "KMPJHR");
}

static void
new_window(const struct situation *s, struct talk *t, struct facts *f)
{
	(void)t;
	if (strcmp(s->text, "1T") == 0 && s->facts.way == CONTACT_NEVER) {
		f->way = CONTACT_CALL;
		f->window = '1';
	}
}

static void
not_forced(const struct situation *s, struct effects *fx)
{
	(void)s;
	fx->marks &= ~(unsigned)MARK_FORCED;
}

static void
erase_forgotten(const struct situation *s, struct talk *t, struct facts *f)
{
	(void)t;
	if (s->plain_word)
		f->erase_at_s = 0;
}

/* --- I17 --- */

static void
a_second_longer(const struct judged *j, struct judgement *is_)
{
	if (is_->verdict == JUDGE_SEND && j->level > 0)
		is_->validity_s++;
}

static void
late_but_sent(const struct judged *j, struct judgement *is_)
{
	if (is_->verdict == JUDGE_STAND_IN && !j->frozen &&
	    j->plain_at_s == j->now_s && j->now_s - j->last_in_s == 301)
		*is_ = (struct judgement){JUDGE_SEND, 299, NULL};
}

static void
on_top(const struct judged *j, struct judgement *is_)
{
	if (is_->verdict == JUDGE_WAIT && j->undelivered && j->window_open &&
	    j->level == 0)
		*is_ = (struct judgement){JUDGE_SEND, 900, NULL};
}

/* --- I18 --- */

static void
joins_anybody(const struct situation *s, struct effects *fx)
{
	fx->link |= s->words.status_code[0] != '\0' && s->tries_left;
}

static void
remembers(const struct situation *s, struct effects *fx)
{
	if (s->fresh && says_words(s))
		(void)snprintf(fx->answers, sizeof(fx->answers), "R04");
}

static void
yes_proves(const struct situation *s, struct talk *t, struct facts *f)
{
	(void)f;
	t->proved |= s->words.yes;
}

const struct fault faults[] = {
    {"the first text is answered plainly", INV_I1, .effects = plain_first},
    {"YA opens level 1", INV_I1, .effects = yes_opens},
    {"1 reads a plain answer", INV_I1, .effects = plain_is_read},
    {"level 1 is prolonged by 4", INV_I1, .after = longer_level},
    {"plain words leave to a frozen number", INV_I1, .judged = sent_closed},
    {"each free text has its note", INV_I2, .effects = always_note},
    {"a machine is answered", INV_I2, .effects = answers_machine},
    {"X does not silence", INV_I3, .effects = exit_goes_on},
    {"STOP is answered by a menu", INV_I3, .effects = stop_offers},
    {"a text leaves after X", INV_I3, .judged = sent_silenced},
    {"2 asks for a call", INV_I4, .effects = calls_unasked},
    {"2 reads the officer's answer", INV_I4, .effects = reads_unasked},
    {"an officer's text leaves without a window", INV_I4,
	.judged = sent_windowless},
    {"a banned word stands in the cover", INV_I7, .words = word_in_cover},
    {"a text repeats her", INV_I7, .words = repeats_her},
    {"a banned word stands on the lock screen", INV_I19,
	.words = word_in_preview},
    {"a free text is not filed", INV_I8, .effects = not_filed},
    {"no scam mark, and in quarantine", INV_I8, .effects = wrong_spam},
    {"questions are not counted", INV_I8, .effects = not_counted},
    {"0 asks again", INV_I8, .effects = asks_again},
    {"STOP goes before danger", INV_I9, .effects = stop_before_danger},
    {"HAPUS goes before STOP", INV_I9, .effects = erase_before_stop},
    {"danger is filed as medium", INV_I9, .effects = danger_is_low},
    {"9 is no emergency while frozen", INV_I14, .effects = nine_is_calm},
    {"9 is an answer to R31", INV_I14, .effects = nine_is_menu},
    {"the note tells that there is a case", INV_I15, .effects = says_case},
    {"a foreign code is confirmed", INV_I15, .effects = says_code},
    {"the first answer tells the risk", INV_I15, .effects = says_risk},
    {"made up, so it is low", INV_I16, .after = made_up},
    {"YA consents to all", INV_I16, .after = yes_to_all},
    {"a text undoes N", INV_I16, .after = new_window},
    {"STOP in a high case has no mark", INV_I16, .effects = not_forced},
    {"the plain word calls off an erasure", INV_I16, .after = erase_forgotten},
    {"plain words are valid a second longer", INV_I17,
	.judged = a_second_longer},
    {"plain words leave with 299 s left", INV_I17, .judged = late_but_sent},
    {"a second text while one is on its way", INV_I17, .judged = on_top},
    {"a text of two messages", INV_I17, .words = too_long},
    {"any code joins", INV_I18, .effects = joins_anybody},
    {"an older conversation is answered", INV_I18, .effects = remembers},
    {"YA proves who she is", INV_I18, .after = yes_proves},
};
const size_t fault_count = sizeof(faults) / sizeof(*faults);

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Seeded faults of what stands on the screen of a USSD session. */
#include "explore.h"

#include "gateway/core/screens.h"

#include <stdio.h>
#include <string.h>

static bool
is(const char *id, const char *want)
{
	return id != NULL && strcmp(id, want) == 0;
}

static bool
says(const struct situation *s, const char *text)
{
	return strcmp(s->text, text) == 0;
}

static bool
stands(const struct situation *s, const char *id)
{
	return strcmp(s->talk.question, id) == 0 &&
	       s->said_at_s - s->talk.asked_at_s <= 1800;
}

static bool
calm(const struct situation *s)
{
	return !s->words.danger && !s->words.urgent && !s->words.stop &&
	       !s->words.exit && !s->words.erase && !s->words.erase_yes &&
	       !s->words.wrong_number;
}

/* --- a screen always answers, and only 0, X and STOP end it --- */

static void
says_nothing(const struct situation *s, struct effects *fx)
{
	if (says(s, "Sokawera") && !fx->offered && !fx->read_answer)
		fx->reply = NULL;
}

static void
ends_at_words(const struct situation *s, struct effects *fx)
{
	if (says(s, "oke") && is(fx->reply, "R32")) {
		fx->reply = NULL;
		fx->over = true;
	}
}

static void
holds_answer(const struct situation *s, struct effects *fx)
{
	if (stands(s, "U01") && fx->call == CALL_SOON)
		fx->hold = "R04";
}

static void
goes_as_text(const struct situation *s, struct effects *fx)
{
	fx->unasked |= s->unasked_due && is(fx->reply, "R32");
}

static void
stays_lit(const struct situation *s, struct effects *fx)
{
	if (says(s, "Sokawera") && is(fx->reply, "R32"))
		fx->reply = "U00";
}

/* --- I1, I3, I4, I8, I14, I15, I16 as they hold here --- */

static void
plain_stays(const struct situation *s, struct effects *fx)
{
	if (is(fx->reply, "U01") && s->words.menu)
		fx->reply = "R02";
}

static void
plain_is_read(const struct situation *s, struct effects *fx)
{
	if (s->waiting == WAITING_PLAIN && stands(s, "R34") && calm(s) &&
	    says(s, "1")) {
		fx->reply = NULL;
		fx->offered = false;
		fx->read_answer = true;
	}
}

static void
stop_asks(const struct situation *s, struct effects *fx)
{
	if (s->words.stop && is(fx->reply, "U00"))
		fx->reply = "U01";
}

static void
looking_is_writing(const struct situation *s, struct talk *t, struct facts *f)
{
	if (!s->has_case && stands(s, "U01") && says(s, "3"))
		t->silenced_at_s = f->silenced_at_s = 0;
}

static void
calls_unasked(const struct situation *s, struct effects *fx)
{
	if (stands(s, "U01") && says(s, "2") && calm(s))
		fx->call = CALL_SOON;
}

static void
looking_is_filed(const struct situation *s, struct effects *fx)
{
	if (!stands(s, "U01") || !says(s, "3"))
		return;
	fx->file = true;
	fx->looks = false;
}

static void
words_are_looks(const struct situation *s, struct effects *fx)
{
	if (stands(s, "U01") && !s->has_case && says(s, "1 saya alami"))
		fx->file = false;
}

static void
zero_stays(const struct situation *s, struct effects *fx)
{
	if (stands(s, "R32") && says(s, "0") && calm(s) && fx->over &&
	    !fx->offered) {
		fx->over = false;
		fx->reply = "R32";
	}
}

static void
zero_goes_round(const struct situation *s, struct effects *fx)
{
	if (!fx->over || !says(s, "0") || fx->reply != NULL)
		return;
	if (stands(s, "U01") || stands(s, "R29")) {
		fx->over = false;
		fx->reply = stands(s, "U01") ? "R29" : "U01";
	}
}

static void
nine_is_answer(const struct situation *s, struct effects *fx)
{
	if (s->words.urgent && stands(s, "U03"))
		fx->reply = "R32";
}

static void
says_known(const struct situation *s, struct effects *fx)
{
	if (s->open_elsewhere && is(fx->reply, "U03"))
		fx->reply = "U04";
}

static void
asks_known(const struct situation *s, struct effects *fx)
{
	if (s->known && is(fx->reply, "R23") && calm(s))
		fx->reply = "U01";
}

static void
not_forced(const struct situation *s, struct effects *fx)
{
	(void)s;
	fx->marks &= ~(unsigned)MARK_FORCED;
}

static void
joins_anybody(const struct situation *s, struct effects *fx)
{
	fx->link |= s->words.status_code[0] != '\0' && s->tries_left;
}

/* --- the code --- */

static void
code_unasked(const struct situation *s, struct effects *fx)
{
	if (says(s, "Sokawera") && is(fx->reply, "R32"))
		fx->reply = "U05";
}

static void
code_of_another(const struct situation *s, struct effects *fx)
{
	if (s->has_case && is(fx->reply, "U07"))
		fx->reply = "U05";
}

/* --- a session that broke off --- */

static void
goes_on_by_four(const struct situation *s, struct effects *fx)
{
	if (s->resume != NULL && says(s, "oke") && calm(s))
		fx->resume = true;
}

static void
shows_it_broke(const struct situation *s, struct effects *fx)
{
	if (s->resume != NULL && is(fx->reply, "R32") && says(s, "oke"))
		fx->reply = "R29";
}

static void
brings_level(const struct situation *s, struct talk *t, struct facts *f)
{
	(void)f;
	if (s->resume != NULL && says(s, "oke") && t->silenced_at_s == 0)
		t->plain_at_s = s->now_s;
}

/* --- words and pages --- */

static void
add_words(
    const char *id, const char *want, const char *more, char *text, size_t size)
{
	size_t len = strlen(text);
	if (strcmp(id, want) == 0)
		(void)snprintf(text + len, size - len, "%s", more);
}

static void
word_in_cover(const char *id, char *text, size_t size)
{
	add_words(id, "U01", " Polisi.", text, size);
}

static void
code_at_end(const char *id, char *text, size_t size)
{
	add_words(id, "U00", " {code}", text, size);
}

static void
repeats_her(const char *id, char *text, size_t size)
{
	add_words(id, "U03", " {words}", text, size);
}

static void
word_in_preview(const char *id, char *text, size_t size)
{
	if (strcmp(id, "R12") == 0)
		(void)snprintf(text, size, "Untuk korban: {names}");
}

static void
page_is_cut(const char *id, unsigned page, char *screen)
{
	if (strcmp(id, "all") == 0 && page == 1)
		memmove(screen, screen + 1, strlen(screen));
}

static void
page_is_long(const char *id, unsigned page, char *screen)
{
	if (strcmp(id, "all") == 0 && page == 1)
		(void)snprintf(screen + strlen(screen),
		    SCREENS_SIZE - strlen(screen),
		    " terima kasih banyak untuk semuanya");
}

static void
page_has_no_way_back(const char *id, unsigned page, char *screen)
{
	char *back = page == 2 ? strstr(screen, " 99") : NULL;
	if (strcmp(id, "all") == 0 && back != NULL)
		*back = '\0';
}

const struct fault screen_faults[] = {
    {"a village is answered with nothing", INV_SCREEN, .effects = says_nothing},
    {"words end the session", INV_SCREEN, .effects = ends_at_words},
    {"the answer waits for a call", INV_SCREEN, .effects = holds_answer},
    {"a screen is sent as a text", INV_SCREEN, .effects = goes_as_text},
    {"a screen that asks nothing stays lit", INV_SCREEN, .effects = stays_lit},
    {"a page lacks a letter", INV_SCREEN, .page = page_is_cut},
    {"a page is too long", INV_SCREEN, .page = page_is_long},
    {"a page has no way back", INV_SCREEN, .page = page_has_no_way_back},
    {"MENU is plain", INV_I1, .effects = plain_stays},
    {"1 reads a plain answer", INV_I1, .effects = plain_is_read},
    {"STOP is answered by a menu", INV_I3, .effects = stop_asks},
    {"looking around ends the silence", INV_I3, .after = looking_is_writing},
    {"2 asks for a call", INV_I4, .effects = calls_unasked},
    {"a banned word stands on the first screen", INV_I7,
	.words = word_in_cover},
    {"a screen repeats her", INV_I7, .words = repeats_her},
    {"a banned word begins a plain screen", INV_I19, .words = word_in_preview},
    {"looking around is filed", INV_I8, .effects = looking_is_filed},
    {"words behind a digit are lost", INV_I8, .effects = words_are_looks},
    {"0 asks again", INV_I8, .effects = zero_stays},
    {"0 goes round", INV_I8, .effects = zero_goes_round},
    {"9 is a message", INV_I14, .effects = nine_is_answer},
    {"the menu tells of another case", INV_I15, .effects = says_known},
    {"who asks is told apart", INV_I15, .effects = asks_known},
    {"STOP in a high case has no mark", INV_I16, .effects = not_forced},
    {"any code joins", INV_I18, .effects = joins_anybody},
    {"the code is shown unasked", INV_CODE, .effects = code_unasked},
    {"the code of an older case", INV_CODE, .effects = code_of_another},
    {"the last screen names the code", INV_CODE, .words = code_at_end},
    {"a session goes on without the word", INV_RESUME,
	.effects = goes_on_by_four},
    {"a screen tells that a session broke off", INV_RESUME,
	.effects = shows_it_broke},
    {"a session that broke off brings its level", INV_I1,
	.after = brings_level},
};
const size_t screen_fault_count =
    sizeof(screen_faults) / sizeof(*screen_faults);

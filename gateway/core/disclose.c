/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "disclose.h"

#include <string.h>

/* The order of enum conf_recipient; the office needs none. */
static const char disclose_letters[CONF_RECIPIENTS] = {
    [CONF_CADRE] = 'K',
    [CONF_HEALTH] = 'M',
    [CONF_POLICE] = 'P',
    [CONF_PSYCHOLOGIST] = 'J',
    [CONF_LEGAL] = 'H',
    [CONF_SHELTER] = 'R',
};

/* What keeps everything in, whoever asks. */
static const char *
disclose_gone(const struct disclose_case *c)
{
	if (c->erased)
		return "erased";
	if (c->facts->erase_at_s != 0)
		return "erase_pending";
	if (c->quarantine)
		return "quarantine";
	return c->joined ? "joined" : NULL;
}

/* letter 0: any of them. */
static const char *
disclose_consent(char letter, const struct facts *f)
{
	bool named = letter == '\0' ? f->consent[0] != '\0'
				    : strchr(f->consent, letter) != NULL;
	if (!f->consent_asked || !named)
		return "no_consent";
	return f->consent_provisional ? "consent_provisional" : NULL;
}

/* R11: BEDA is another village's, and no answer is no consent. */
static const char *
disclose_cadre(const struct disclose_case *c)
{
	if (c->facts->cadre == 'y')
		return NULL;
	if (c->facts->cadre != 'o')
		return "no_consent";
	return c->alert ? NULL : "other_village";
}

const char *
disclose_report(enum conf_recipient to, const struct disclose_case *c)
{
	const char *why = to == CONF_OFFICE ? NULL : disclose_gone(c);
	if (to == CONF_OFFICE || why != NULL)
		return why;
	if (c->facts->reporter != 's')
		return c->facts->reporter == 'o' ? "third_party"
						 : "reporter_unknown";
	why = disclose_consent(disclose_letters[to], c->facts);
	return why == NULL && to == CONF_CADRE ? disclose_cadre(c) : why;
}

static bool
disclose_ever(enum conf_recipient to, enum conf_field field,
    const struct disclose_case *c)
{
	if (c->alert && to == CONF_CADRE)
		return field == CONF_FIELD_VILLAGE;
	if (c->alert && to != CONF_OFFICE && field == CONF_FIELD_CODE)
		return false;
	return conf_field_ever(to, field);
}

/* Code and urgency alert; the rest waits for consent here as well. */
static const char *
disclose_office(enum conf_field field, const struct disclose_case *c)
{
	if (field == CONF_FIELD_CODE || field == CONF_FIELD_URGENCY)
		return NULL;
	if (field == CONF_FIELD_VILLAGE)
		return c->facts->erase_at_s != 0 || c->erased ? disclose_gone(c)
							      : NULL;
	const char *why = disclose_gone(c);
	return why != NULL ? why : disclose_consent('\0', c->facts);
}

struct disclosed
disclose(enum conf_recipient to, enum conf_field field,
    const struct disclose_case *c)
{
	const char *why = disclose_report(to, c);
	if (field >= CONF_FIELD_COUNT)
		why = "unknown_field";
	else if (!disclose_ever(to, field, c))
		why = "never";
	else if (why == NULL && to == CONF_OFFICE)
		why = disclose_office(field, c);
	return (struct disclosed){why == NULL, why};
}

bool
disclose_listed(const struct conf_webhook *w, enum conf_field field)
{
	return conf_field_listed(w->fields, field) ||
	       (w->recipient == CONF_CADRE && field == CONF_FIELD_REFERENCE);
}

struct disclosed
disclose_to(const struct conf_webhook *w, enum conf_field field,
    const struct disclose_case *c)
{
	enum conf_recipient to = (enum conf_recipient)w->recipient;
	struct disclosed d = disclose(to, field, c);
	if (c->alert && to == CONF_CADRE)
		return d;
	if (d.allowed && !disclose_listed(w, field))
		d = (struct disclosed){false, "not_configured"};
	return d;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who is told what of a report, and why not: I6, pure. The office is told
 * code, urgency and village of every report, all else only after consent.
 * Everybody else is told nothing, not even that there is a report, unless all
 * of this holds:
 *	- she has named them (a letter of CONSENT_LETTERS), and an officer has
 *	  confirmed it or she proved with her safe word that it is she;
 *	- the report is her own: a third party's alerts the office alone;
 *	- it is not to be erased, nor in quarantine, nor joined to another.
 * A cadre is told only of a woman who said yes to one of her own village.
 * An alert to a person has a code of its own: outside the office it never
 * carries the report's, and to a cadre nothing but where, if she must be told
 * that (I5).
 * Silence (X, STOP) is about texts to her and stops no help on its way.
 */
#ifndef SIAGA_DISCLOSE_H
#define SIAGA_DISCLOSE_H

#include "../lib/conf_fields.h"
#include "handling.h"

/* Borrowed. */
struct disclose_case {
	const struct facts *facts;
	bool erased, quarantine, joined;
	/* alert.*: to a person, whose villages are looked at by who writes it.
	 */
	bool alert;
};

struct disclosed {
	bool allowed;
	const char *reason; /* of an omission; static, a word; else NULL */
};

/* Why that recipient may not know that the report exists; NULL: it may. */
const char *disclose_report(enum conf_recipient, const struct disclose_case *);
/* May it be told this field now, if it is configured? */
struct disclosed disclose(
    enum conf_recipient, enum conf_field, const struct disclose_case *);
/* Is it among the `fields`? A cadre's reference needs no naming, nor the
 * village of an alert to her. */
bool disclose_listed(const struct conf_webhook *, enum conf_field);
/* Both. */
struct disclosed disclose_to(
    const struct conf_webhook *, enum conf_field, const struct disclose_case *);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `fields` of [webhook NAME]: what a destination can be told of a report at
 * all, by recipient, in one table. Whether it is told now, core/disclose.c
 * says (I6). To add a field: a row here, its value in core/webhook_fields.c,
 * its phrase in templates/docs/, its name in siaga.conf(5).
 */
#ifndef SIAGA_CONF_FIELDS_H
#define SIAGA_CONF_FIELDS_H

#include "conf.h"

#define CONF_RECIPIENTS 7

enum conf_field {
	CONF_FIELD_REFERENCE, /* stands for the report at one destination */
	CONF_FIELD_CODE,
	CONF_FIELD_URGENCY, /* and emergency */
	CONF_FIELD_VILLAGE,
	CONF_FIELD_STATE,
	CONF_FIELD_CHANNEL,
	CONF_FIELD_MINOR,
	CONF_FIELD_REPORTER,
	CONF_FIELD_CONSENT,
	CONF_FIELD_WINDOW,
	CONF_FIELD_PHONE,
	CONF_FIELD_CALL,
	CONF_FIELD_COUNT /* also: no such field */
};

extern const char *const conf_recipient_names[CONF_RECIPIENTS];

const char *conf_field_name(enum conf_field);
enum conf_field conf_field_find(const char *name, size_t len);
/* Can that recipient ever be told it? */
bool conf_field_ever(enum conf_recipient, enum conf_field);
/* Does the list, blanks between, name it? */
bool conf_field_listed(const char *fields, enum conf_field);

#endif

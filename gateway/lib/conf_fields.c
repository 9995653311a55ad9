/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "conf_fields.h"

#include <string.h>

#define TO(recipient) (1u << (recipient))
#define OFFICE        TO(CONF_OFFICE)
#define CADRE         TO(CONF_CADRE)
#define SERVICES                                                               \
	(TO(CONF_HEALTH) | TO(CONF_POLICE) | TO(CONF_PSYCHOLOGIST) |           \
	    TO(CONF_LEGAL) | TO(CONF_SHELTER))

/*
 * A cadre lives where she lives: no code, no urgency, and no village, until a
 * register says which villages a cadre serves (I5).
 */
static const struct {
	const char *name;
	unsigned to;
} conf_fields[CONF_FIELD_COUNT] = {
    [CONF_FIELD_REFERENCE] = {"reference", CADRE | SERVICES},
    [CONF_FIELD_CODE] = {"code", OFFICE | SERVICES},
    [CONF_FIELD_URGENCY] = {"urgency", OFFICE | SERVICES},
    [CONF_FIELD_VILLAGE] = {"village", OFFICE | SERVICES},
    [CONF_FIELD_STATE] = {"state", OFFICE | SERVICES},
    [CONF_FIELD_CHANNEL] = {"channel", OFFICE},
    [CONF_FIELD_MINOR] = {"minor", OFFICE | SERVICES},
    [CONF_FIELD_REPORTER] = {"reporter", OFFICE},
    [CONF_FIELD_CONSENT] = {"consent", OFFICE},
    [CONF_FIELD_WINDOW] = {"window", OFFICE},
    [CONF_FIELD_PHONE] = {"phone", OFFICE},
    [CONF_FIELD_CALL] = {"call", OFFICE},
};

const char *const conf_recipient_names[CONF_RECIPIENTS] = {
    "office", "cadre", "health", "police", "psychologist", "legal", "shelter"};

const char *
conf_field_name(enum conf_field field)
{
	return conf_fields[field].name;
}

enum conf_field
conf_field_find(const char *name, size_t len)
{
	for (int f = 0; f < CONF_FIELD_COUNT; f++)
		if (strlen(conf_fields[f].name) == len &&
		    strncmp(conf_fields[f].name, name, len) == 0)
			return (enum conf_field)f;
	return CONF_FIELD_COUNT;
}

bool
conf_field_ever(enum conf_recipient to, enum conf_field field)
{
	return field < CONF_FIELD_COUNT &&
	       (conf_fields[field].to & TO(to)) != 0;
}

bool
conf_field_listed(const char *fields, enum conf_field field)
{
	while (*fields != '\0') {
		size_t len = strcspn(fields, " ");
		if (len > 0 && conf_field_find(fields, len) == field)
			return true;
		fields += len + strspn(fields + len, " ");
	}
	return false;
}

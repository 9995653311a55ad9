/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One value of siaga.conf: its text, checked and stored. For conf.c alone. */
#ifndef SIAGA_CONF_VALUE_H
#define SIAGA_CONF_VALUE_H

#include "conf.h"

/* The name in config/siaga.conf: every box must have its own. */
#define CONF_EXAMPLE_COVER "Info Warga"

/* What conf_value_set() says when the value is none of the reasons. */
extern const char conf_no_memory[];

bool conf_type_is_number(enum conf_type);
bool conf_name_fits(const char *section_name);
/*
 * Stores value where the key's row says. Returns NULL, or in words what was
 * expected; the old value is then untouched. probe: files must exist.
 */
const char *conf_value_set(
    const struct conf_key *, void *item, const char *value, bool probe);
/* NULL if the file holds a whsec_ or whsk_ secret, else what is wrong. */
const char *conf_secret_wrong(const char *path);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* [ussd], [ussd NAME] and [dialect NAME]: what more than one key must fit. */
#include "conf.h"

#include "address.h"
#include "dialects.h"
#include "wipe.h"

#include <string.h>

static void
ussd_fault(struct faults *faults, const struct conf *c,
    const struct conf_ussd *u, const char *wrong)
{
	faults_add(
	    faults, c->path, (int)u->line, "[ussd %s] %s", u->name, wrong);
}

/* --- dialects --- */

const struct conf_dialect *
conf_find_dialect(const struct conf *c, const char *name)
{
	for (const struct conf_dialect *d = dialects_shipped; d->name != NULL;
	     d++)
		if (strcmp(d->name, name) == 0)
			return d;
	for (size_t i = 0; i < c->dialect_count; i++)
		if (strcmp(c->dialects[i].name, name) == 0)
			return &c->dialects[i];
	return NULL;
}

static const char *
ussd_nearest_dialect(const struct conf *c, const char *name)
{
	const char *best = dialects_shipped[0].name;
	for (const struct conf_dialect *d = dialects_shipped; d->name != NULL;
	     d++)
		if (conf_distance(name, d->name) < conf_distance(name, best))
			best = d->name;
	for (size_t i = 0; i < c->dialect_count; i++)
		if (conf_distance(name, c->dialects[i].name) <
		    conf_distance(name, best))
			best = c->dialects[i].name;
	return best;
}

static void
ussd_check_dialect(
    const struct conf *c, const struct conf_dialect *d, struct faults *faults)
{
	const char *wrong = NULL;
	if (conf_find_dialect(c, d->name) != d)
		wrong = "has the name of a shipped one, expected another";
	/* what is required and missing is a fault already */
	else if (d->session != NULL && d->input != NULL)
		wrong = dialect_wrong(d);
	if (wrong != NULL)
		faults_add(faults, c->path, (int)d->line, "[dialect %s] %s",
		    d->name, wrong);
}

/* --- gates --- */

/* A secret in a path is compared as it stands there. */
static bool
ussd_secret_fits_path(const struct conf_gate_secrets *s)
{
	static const char bytes[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "._~-";
	for (size_t i = 0; i < s->count; i++)
		if (s->all[i][strspn(s->all[i], bytes)] != '\0')
			return false;
	return true;
}

/* Nothing that a GET has is signed. */
static bool
ussd_signs_nothing(const struct conf *c, const struct conf_ussd *u)
{
	struct gate_auth auth;
	const struct conf_dialect *d =
	    u->dialect == NULL ? NULL : conf_find_dialect(c, u->dialect);
	return d != NULL && d->method == CONF_GET && u->auth != NULL &&
	       gate_auth_parse(u->auth, &auth) && auth.kind == GATE_HMAC;
}

/* The whole of either internet, and nothing else that a request must fit. */
static bool
ussd_is_open(const struct conf_ussd *u)
{
	struct address_range ranges[ADDRESS_RANGES_MAX];
	int count = u->allow_cidr == NULL || u->secret_file != NULL
			? 0
			: address_ranges_parse(u->allow_cidr, ranges);
	for (int i = 0; i < count; i++)
		if (ranges[i].prefix == 0)
			return true;
	return false;
}

static void
ussd_check_way_in(
    const struct conf *c, const struct conf_ussd *u, struct faults *faults)
{
	if (u->secret_file == NULL && u->allow_cidr == NULL)
		ussd_fault(faults, c, u,
		    "has neither secret_file nor allow_cidr, expected at "
		    "least one");
	if (ussd_is_open(u))
		ussd_fault(faults, c, u,
		    "lets everybody in, expected a secret_file or the "
		    "aggregator's networks in allow_cidr");
	if (u->secret_file == NULL && u->auth != NULL &&
	    strcmp(u->auth, CONF_GATE_AUTH) != 0)
		ussd_fault(faults, c, u,
		    "has auth without a secret, expected secret_file with it");
}

static void
ussd_check_secrets(
    const struct conf *c, const struct conf_ussd *u, struct faults *faults)
{
	struct conf_gate_secrets secrets;
	struct gate_auth auth;
	int line;
	if (u->secret_file == NULL)
		return;
	const char *wrong =
	    conf_read_gate_secrets(u->secret_file, &secrets, &line);
	if (wrong != NULL)
		faults_add(faults, u->secret_file, line, "%s", wrong);
	if (u->auth != NULL && gate_auth_parse(u->auth, &auth) &&
	    auth.kind == GATE_PATH && !ussd_secret_fits_path(&secrets))
		ussd_fault(faults, c, u,
		    "has auth = path, expected secrets of letters, digits "
		    "and . _ ~ - alone");
	wipe(&secrets, sizeof(secrets));
}

/* One of them, or one below the other: that may be its secret. */
static bool
ussd_path_meets(const char *a, const char *b)
{
	size_t len = a == NULL || b == NULL ? 0 : strlen(a);
	size_t other = len == 0 ? 0 : strlen(b);
	size_t least = len < other ? len : other;
	if (len == 0 || strncmp(a, b, least) != 0)
		return false;
	return len == other || (len < other ? b : a)[least] == '/';
}

static bool
ussd_paths_meet(const struct conf_ussd *a, const struct conf_ussd *b)
{
	return ussd_path_meets(a->path, b->path) ||
	       ussd_path_meets(a->path, b->end_path) ||
	       ussd_path_meets(a->end_path, b->path) ||
	       ussd_path_meets(a->end_path, b->end_path);
}

static void
ussd_check_gate(
    const struct conf *c, const struct conf_ussd *u, struct faults *faults)
{
	ussd_check_way_in(c, u, faults);
	if (u->dialect != NULL && conf_find_dialect(c, u->dialect) == NULL)
		faults_add(faults, c->path, (int)u->line,
		    "[ussd %s] has the unknown dialect %s, the nearest known "
		    "one is %s",
		    u->name, u->dialect, ussd_nearest_dialect(c, u->dialect));
	if (ussd_signs_nothing(c, u))
		ussd_fault(faults, c, u,
		    "has auth = hmac-sha256 and a dialect of GET, expected "
		    "one of POST");
	if (u->path != NULL && u->end_path != NULL &&
	    strcmp(u->path, u->end_path) == 0)
		ussd_fault(faults, c, u,
		    "has one path twice, expected another "
		    "end_path");
	for (const struct conf_ussd *other = c->ussds; other < u; other++)
		if (ussd_paths_meet(other, u))
			faults_add(faults, c->path, (int)u->line,
			    "[ussd %s] and [ussd %s] share a path, expected "
			    "none below another's",
			    other->name, u->name);
	ussd_check_secrets(c, u, faults);
}

/* Port 0 is any free one: each has its own. */
static bool
ussd_same_listen(const char *a, const char *b)
{
	const char *port = a == NULL ? NULL : strrchr(a, ':');
	return port != NULL && b != NULL && strcmp(a, b) == 0 &&
	       strcmp(port, ":0") != 0;
}

static void
ussd_check_door(const struct conf *c, struct faults *faults)
{
	const struct conf_ussd_door *door = &c->ussd;
	int line = c->ussd_line > 0 ? c->ussd_line : 1;
	bool cert = door->tls_cert != NULL, key = door->tls_key != NULL;
	if (cert != key)
		faults_add(faults, c->path, line,
		    "[ussd] has one of tls_cert and tls_key, expected both");
	else if (!cert && !conf_listen_is_loopback(door->listen))
		faults_add(faults, c->path, line,
		    "[ussd] listen is not loopback, expected tls_cert and "
		    "tls_key with it");
	if (c->ussd_line > 0 && c->ussd_count == 0)
		faults_warn(faults, c->path, line,
		    "[ussd] is of no use without a [ussd NAME]");
	if (c->ussd_count > 0 && c->web_line > 0 &&
	    ussd_same_listen(door->listen, c->web.listen))
		faults_add(faults, c->path, line,
		    "[ussd] and [web] share a listen, expected two");
}

void
conf_check_ussd(struct conf *c, struct faults *faults)
{
	ussd_check_door(c, faults);
	for (size_t i = 0; i < c->dialect_count; i++)
		ussd_check_dialect(c, &c->dialects[i], faults);
	for (size_t i = 0; i < c->ussd_count; i++)
		ussd_check_gate(c, &c->ussds[i], faults);
}

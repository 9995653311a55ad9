/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/web/ussd_gate.h"

#include "gateway/lib/wire.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
gate_read_allow(struct gate *g, const char *cidrs)
{
	if (cidrs == NULL)
		return true;
	int count = address_ranges_parse(cidrs, g->allow);
	if (count < 0)
		return false;
	g->by_address = true;
	g->allow_count = (size_t)count;
	return true;
}

static bool
gate_read_secrets(struct gate *g, json_t *secrets, const char *auth)
{
	size_t i;
	json_t *secret;
	if (secrets == NULL)
		return true;
	g->by_secret = true;
	json_array_foreach(secrets, i, secret)
	{
		if (!json_is_string(secret) || i == CONF_GATE_SECRETS)
			return false;
		g->secrets[g->secret_count++] = json_string_value(secret);
	}
	return auth != NULL && gate_auth_parse(auth, &g->auth);
}

bool
gate_read(struct gate *g, json_t *told)
{
	*g = (struct gate){.name = wire_str(told, "name"),
	    .path = wire_str(told, "path"),
	    .end_path = wire_str(told, "end_path"),
	    .quick = wire_bool(told, "quick"),
	    .hashed = wire_bool(told, "hashed")};
	/* a gate that asks for nothing would be open to everybody */
	return g->name != NULL && g->path != NULL &&
	       gate_read_allow(g, wire_str(told, "allow_cidr")) &&
	       gate_read_secrets(g, json_object_get(told, "secrets"),
		   wire_str(told, "auth")) &&
	       (g->by_address || g->by_secret) &&
	       ussd_map_read(&g->map, json_object_get(told, "dialect"));
}

void
gate_free(struct gate *g)
{
	ussd_map_free(&g->map);
	*g = (struct gate){.name = NULL};
}

/* --- which --- */

static bool
gate_path_is(const struct gate *g, const char *own, const char *path,
    const char **ret_secret)
{
	size_t len = own == NULL ? 0 : strlen(own);
	*ret_secret = "";
	if (own == NULL || strncmp(path, own, len) != 0)
		return false;
	if (!g->by_secret || g->auth.kind != GATE_PATH)
		return path[len] == '\0';
	if (path[len] != '/' || strchr(path + len + 1, '/') != NULL)
		return false;
	*ret_secret = path + len + 1;
	return true;
}

bool
gate_fits_path(const struct gate *g, const char *path, bool *ret_end,
    const char **ret_secret)
{
	*ret_end = false;
	if (gate_path_is(g, g->path, path, ret_secret))
		return true;
	*ret_end = gate_path_is(g, g->end_path, path, ret_secret);
	return *ret_end;
}

/* --- who --- */

bool
gate_fits_address(const struct gate *g, const struct address *a)
{
	return !g->by_address || address_is_in(a, g->allow, g->allow_count);
}

/* Of hashes, so that neither length nor first difference takes its time. */
bool
gate_fits_secret(const struct gate *g, const char *given)
{
	static const char bearer[] = "Bearer ";
	if (g->auth.kind == GATE_HEADER &&
	    strncasecmp(given, bearer, strlen(bearer)) == 0)
		given += strlen(bearer);
	struct digest is = digest_keyed(given, strlen(given));
	bool fits = false;
	for (size_t i = 0; i < g->secret_count; i++) {
		struct digest right =
		    digest_keyed(g->secrets[i], strlen(g->secrets[i]));
		fits = digest_equal(&is, &right) || fits;
	}
	return fits;
}

bool
gate_fits_signature(const struct gate *g, const char *given, const char *stamp,
    const char *body, size_t size, struct digest *ret)
{
	static const char kind[] = "sha256=";
	char first[GATE_STAMP_DIGITS + 2] = "";
	bool fits = false;
	if (strncasecmp(given, kind, strlen(kind)) == 0)
		given += strlen(kind);
	if (!digest_from_hex(given, ret) && !digest_from_base64(given, ret))
		return false;
	if (strlen(stamp) > GATE_STAMP_DIGITS)
		return false;
	size_t len = strlen(stamp);
	memcpy(first, stamp, len);
	if (len > 0)
		first[len++] = '.';
	for (size_t i = 0; i < g->secret_count; i++) {
		struct digest right = digest_signature(g->secrets[i],
		    strlen(g->secrets[i]), first, len, body, size);
		fits = digest_equal(ret, &right) || fits;
	}
	return fits;
}

bool
gate_stamp_is_now(const char *stamp, int64_t now_s)
{
	size_t len = strlen(stamp);
	if (len == 0 || len > GATE_STAMP_DIGITS ||
	    strspn(stamp, "0123456789") != len)
		return false;
	int64_t off_s = strtoll(stamp, NULL, 10) - now_s;
	return off_s >= -GATE_STAMP_S && off_s <= GATE_STAMP_S;
}

/* --- behind proxies --- */

/* The last entry before *end, which is moved there. */
static bool
gate_last_forwarded(const char *list, const char **end, struct address *ret)
{
	char text[INET6_ADDRSTRLEN];
	const char *from = *end, *to = *end;
	while (from > list && from[-1] != ',')
		from--;
	*end = from > list ? from - 1 : list;
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	size_t len = (size_t)(to - from);
	if (len == 0 || len >= sizeof(text))
		return false;
	memcpy(text, from, len);
	text[len] = '\0';
	return address_parse(text, ret) == 0;
}

bool
gate_client(const struct address *peer, const char *forwarded,
    const struct address_range *proxies, size_t count, struct address *ret)
{
	*ret = *peer;
	if (forwarded == NULL || !address_is_in(peer, proxies, count))
		return true;
	for (const char *end = forwarded + strlen(forwarded);;) {
		if (!gate_last_forwarded(forwarded, &end, ret))
			return false;
		if (end == forwarded || !address_is_in(ret, proxies, count))
			return true;
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "conf_value.h"

#include "address.h"
#include "dialects.h"
#include "gsm.h"
#include "wipe.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIGITS   "0123456789"
#define LETTERS  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define ZONEINFO "/usr/share/zoneinfo/"

/* What a bad value gets to read; the bounds are filled in by the caller. */
static char conf_expected[256];

static bool
conf_only(const char *text, const char *allowed)
{
	return *text != '\0' && text[strspn(text, allowed)] == '\0';
}

bool
conf_name_fits(const char *name)
{
	return strlen(name) <= CONF_NAME_MAX &&
	       conf_only(name, LETTERS DIGITS "_-");
}

bool
conf_type_is_number(enum conf_type type)
{
	return type == CONF_INT || type == CONF_DURATION || type == CONF_CHOICE;
}

static bool
conf_parse_int(const char *text, int64_t *ret_number, char **ret_rest)
{
	if (*text != '-' && (*text < '0' || *text > '9'))
		return false;
	errno = 0;
	long long number = strtoll(text, ret_rest, 10);
	*ret_number = number;
	return errno == 0;
}

static const char *
conf_int(const struct conf_key *key, const char *text, int64_t *ret_number)
{
	char *rest;
	int64_t n;
	if (conf_parse_int(text, &n, &rest) && *rest == '\0' && n >= key->min &&
	    n <= key->max) {
		*ret_number = n;
		return NULL;
	}
	(void)snprintf(conf_expected, sizeof(conf_expected),
	    "a whole number from %lld to %lld", (long long)key->min,
	    (long long)key->max);
	return conf_expected;
}

static const char *
conf_duration(const struct conf_key *key, const char *text, int64_t *ret_s)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	char *rest;
	int64_t n;
	if (strcmp(text, "next-workday") == 0) {
		*ret_s = CONF_NEXT_WORKDAY;
		return NULL;
	}
	if (conf_parse_int(text, &n, &rest) && n >= 0 && n < 1000000 &&
	    rest[0] != '\0' && rest[1] == '\0')
		for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
			if (units[i].letter == rest[0] &&
			    n * units[i].seconds >= key->min &&
			    n * units[i].seconds <= key->max) {
				*ret_s = n * units[i].seconds;
				return NULL;
			}
	return "a time like 30s, 5m, 6h or 2d, from 1m to 14d, or next-workday";
}

static const char *
conf_choice(const struct conf_key *key, const char *text, int64_t *ret_index)
{
	size_t len = strlen(text);
	int64_t index = 0;
	for (const char *word = key->words; *word != '\0'; index++) {
		size_t size = strcspn(word, " ");
		if (size == len && strncmp(word, text, len) == 0) {
			*ret_index = index;
			return NULL;
		}
		word += size + strspn(word + size, " ");
	}
	(void)snprintf(
	    conf_expected, sizeof(conf_expected), "one of: %s", key->words);
	return conf_expected;
}

static const char *
conf_number(const struct conf_key *key, const char *text, int64_t *ret_number)
{
	if (key->type == CONF_INT)
		return conf_int(key, text, ret_number);
	if (key->type == CONF_DURATION)
		return conf_duration(key, text, ret_number);
	return conf_choice(key, text, ret_number);
}

static const char *
conf_check_length(const struct conf_key *key, const char *text)
{
	int64_t len = (int64_t)strlen(text);
	if (len >= key->min && len <= key->max)
		return NULL;
	(void)snprintf(conf_expected, sizeof(conf_expected),
	    "%lld to %lld characters", (long long)key->min,
	    (long long)key->max);
	return conf_expected;
}

static const char *
conf_check_gsm(const struct conf_key *key, const char *text)
{
	int septets = gsm_septets(text);
	if (septets >= key->min && septets <= key->max)
		return NULL;
	(void)snprintf(conf_expected, sizeof(conf_expected),
	    "%lld to %lld characters of the GSM alphabet", (long long)key->min,
	    (long long)key->max);
	return conf_expected;
}

static const char *
conf_check_word(const struct conf_key *key, const char *text)
{
	if (!conf_only(text, LETTERS DIGITS))
		return "letters and digits alone";
	return conf_check_length(key, text);
}

static const char *
conf_check_file(const struct conf_key *key, const char *text)
{
	(void)key;
	struct stat st;
	if (stat(text, &st) == 0 && S_ISREG(st.st_mode) &&
	    access(text, R_OK) == 0)
		return NULL;
	return "a file that can be read";
}

static const char *
conf_check_dir(const struct conf_key *key, const char *text)
{
	(void)key;
	struct stat st;
	if (stat(text, &st) == 0 && S_ISDIR(st.st_mode) &&
	    access(text, R_OK | X_OK) == 0)
		return NULL;
	return "a folder that can be read";
}

static const char *
conf_check_phone(const struct conf_key *key, const char *text)
{
	(void)key;
	if (text[0] == '+' && conf_only(text + 1, DIGITS) &&
	    strlen(text) >= 8 && strlen(text) <= 16)
		return NULL;
	return "a number like +6281200000001";
}

static const char *
conf_check_code(const struct conf_key *key, const char *text)
{
	if (conf_only(text, DIGITS "*#"))
		return conf_check_length(key, text);
	return "a code like *888#";
}

static const char *
conf_check_listen(const struct conf_key *key, const char *text)
{
	(void)key;
	const char *colon = strrchr(text, ':');
	char host[64] = "";
	struct address address;
	int64_t port;
	char *rest;
	size_t len = colon == NULL ? 0 : (size_t)(colon - text);
	bool bracket = len > 2 && text[0] == '[' && text[len - 1] == ']';
	if (len > 0 && len < sizeof(host))
		memcpy(host, text + bracket, len - 2 * bracket);
	/* names are not looked up, also not localhost */
	if (address_parse(host, &address) == 0 &&
	    bracket == (address.size == ADDRESS_SIZE_V6) &&
	    conf_parse_int(colon + 1, &port, &rest) && *rest == '\0' &&
	    port >= 0 && port <= 65535)
		return NULL;
	return "address:port, like 127.0.0.1:8080 or [::1]:8080";
}

static const char *
conf_check_cidrs(const struct conf_key *key, const char *text)
{
	struct address_range ranges[ADDRESS_RANGES_MAX];
	(void)key;
	if (address_ranges_parse(text, ranges) > 0)
		return NULL;
	return "networks like 192.168.1.0/24, blanks between, at most 32";
}

/* As siaga-web compares it: as it stands in the request. */
static const char *
conf_check_path(const struct conf_key *key, const char *text)
{
	if (text[0] != '/' || !conf_only(text, LETTERS DIGITS "/._~-") ||
	    text[strlen(text) - 1] == '/' || strstr(text, "//") != NULL ||
	    strstr(text, "/.") != NULL)
		return "a path like /ussd/at, of letters, digits and . _ ~ -";
	return conf_check_length(key, text);
}

static const char *
conf_check_auth(const struct conf_key *key, const char *text)
{
	struct gate_auth auth;
	(void)key;
	if (gate_auth_parse(text, &auth))
		return NULL;
	return "header NAME, query NAME, path, or hmac-sha256 HEADER "
	       "[TIMESTAMP_HEADER]";
}

static const char *
conf_check_url(const struct conf_key *key, const char *text)
{
	if (strncmp(text, "https://", 8) != 0 &&
	    strncmp(text, "http://", 7) != 0)
		return "an address that begins with https://";
	if (strpbrk(text, " \t\"<>") != NULL)
		return "an address without blanks";
	return conf_check_length(key, text);
}

static const char *
conf_check_zone(const struct conf_key *key, const char *text)
{
	char path[256];
	(void)key;
	(void)snprintf(path, sizeof(path), ZONEINFO "%s", text);
	if (strstr(text, "..") == NULL && text[0] != '/' &&
	    conf_check_file(key, path) == NULL)
		return NULL;
	return "a time zone like Asia/Jakarta, Asia/Makassar, Asia/Jayapura";
}

static const char *
conf_check_country(const struct conf_key *key, const char *text)
{
	if (conf_only(text, DIGITS) && text[0] != '0')
		return conf_check_length(key, text);
	return "a calling code like 62";
}

/* The event types of design 4. */
static const char *const conf_events[] = {"report.filed", "report.updated",
    "report.urgent", "report.closed", "alert.raised", "alert.accepted",
    "alert.declined", "alert.expired", "alert.escalated", "alert.stood_down",
    "modem.down", "modem.up", "pulsa.low", "sim.full", "gateway.alarm",
    "gateway.heartbeat", "report.*", "alert.*", "modem.*", "pulsa.*", "sim.*",
    "gateway.*", "*"};

static const char *
conf_check_events(const struct conf_key *key, const char *text)
{
	(void)key;
	while (*text != '\0') {
		size_t len = strcspn(text, " "), i = 0;
		size_t count = sizeof(conf_events) / sizeof(*conf_events);
		while (
		    i < count && (strlen(conf_events[i]) != len ||
				     strncmp(conf_events[i], text, len) != 0))
			i++;
		if (len > 0 && i == count)
			return "event types like report.filed or alert.*";
		text += len + strspn(text + len, " ");
	}
	return NULL;
}

typedef const char *conf_checker(const struct conf_key *, const char *);

static conf_checker *const conf_checkers[] = {
    [CONF_STRING] = conf_check_length,
    [CONF_GSM] = conf_check_gsm,
    [CONF_WORD] = conf_check_word,
    [CONF_FILE] = conf_check_file,
    [CONF_DIR] = conf_check_dir,
    [CONF_PHONE] = conf_check_phone,
    [CONF_USSD] = conf_check_code,
    [CONF_LISTEN] = conf_check_listen,
    [CONF_CIDRS] = conf_check_cidrs,
    [CONF_URL] = conf_check_url,
    [CONF_ZONE] = conf_check_zone,
    [CONF_COUNTRY] = conf_check_country,
    [CONF_EVENTS] = conf_check_events,
    [CONF_FIELDS] = conf_check_length,
    [CONF_PATH] = conf_check_path,
    [CONF_AUTH] = conf_check_auth,
};

const char conf_no_memory[] = "more memory";

static const char *
conf_set_text(const struct conf_key *key, void *at, const char *value)
{
	char **text = at;
	(void)key;
	char *copy = strdup(value);
	if (copy == NULL)
		return conf_no_memory;
	free(*text);
	*text = copy;
	return NULL;
}

const char *
conf_value_set(
    const struct conf_key *key, void *item, const char *value, bool probe)
{
	void *at = (char *)item + key->offset;
	if (conf_type_is_number(key->type)) {
		int64_t number = 0;
		const char *wrong = conf_number(key, value, &number);
		if (wrong == NULL)
			*(int64_t *)at = number;
		return wrong;
	}
	const char *wrong = probe ? conf_checkers[key->type](key, value) : NULL;
	return wrong != NULL ? wrong : conf_set_text(key, at, value);
}

const char *
conf_secret_wrong(const char *path)
{
	char text[256] = "";
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return "cannot be read";
	if (fgets(text, sizeof(text), file) == NULL)
		text[0] = '\0';
	(void)fclose(file);
	text[strcspn(text, "\r\n")] = '\0';
	bool known =
	    strncmp(text, "whsec_", 6) == 0 || strncmp(text, "whsk_", 5) == 0;
	const char *base64 = strchr(text, '_');
	size_t len = base64 == NULL ? 0 : strlen(base64 + 1);
	memset(text, 0, sizeof(text));
	/* 24 to 64 bytes, as Standard Webhooks 1.0.0 asks for */
	if (!known || len < 32 || len > 88)
		return "expected one line: whsec_ or whsk_ and 24 to 64 "
		       "bytes in base64";
	return NULL;
}

/* Of the line without its end; NULL: it is one. */
static const char *
conf_gate_secret_wrong(const char *line)
{
	size_t len = strlen(line);
	if (len < CONF_GATE_SECRET_MIN || len > CONF_GATE_SECRET_MAX)
		return "expected one secret a line, of 16 to 200 characters";
	for (; *line != '\0'; line++)
		if (*line <= ' ' || *line > '~')
			return "expected a secret of ASCII characters without "
			       "blanks";
	return NULL;
}

static const char *
conf_take_gate_secret(struct conf_gate_secrets *s, char *line)
{
	line[strcspn(line, "\r\n")] = '\0';
	if (*line == '\0')
		return NULL;
	const char *wrong = conf_gate_secret_wrong(line);
	if (wrong != NULL)
		return wrong;
	if (s->count == CONF_GATE_SECRETS)
		return "expected two secrets at most: the one in force, and "
		       "the one it replaces";
	memcpy(s->all[s->count++], line, strlen(line) + 1);
	return NULL;
}

const char *
conf_read_gate_secrets(
    const char *path, struct conf_gate_secrets *ret, int *ret_line)
{
	char line[CONF_GATE_SECRET_MAX + 3];
	const char *wrong = NULL;
	FILE *file = fopen(path, "re");
	*ret = (struct conf_gate_secrets){.count = 0};
	*ret_line = 1;
	if (file == NULL)
		return "cannot be read";
	for (; wrong == NULL && fgets(line, sizeof(line), file) != NULL;
	     ++*ret_line)
		wrong = conf_take_gate_secret(ret, line);
	(void)fclose(file);
	wipe(line, sizeof(line));
	if (wrong != NULL)
		--*ret_line;
	else if (ret->count == 0)
		wrong = "holds no secret, expected one a line, of 16 to 200 "
			"characters";
	return wrong;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What holds in every script, so that no script need say it:
 *	- numbers, words and PDUs of people stand in no file of the state, no
 *	  log line, no webhook and no text (I7, I10);
 *	- a text goes to an ordinary number that is not our own, is one GSM-7
 *	  message of at most 15 minutes' validity with a report asked for, and
 *	  its first 30 characters hold no banned word (I2, I17, I19);
 *	- a webhook is signed, padded, and its body is JSON.
 */
#include "world.h"

#include "gateway/lib/gsm.h"

#include <ctype.h>
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULES_SECRET_MIN 6 /* shorter ones stand anywhere by chance */
#define RULES_VALIDITY_S 900
#define RULES_SEPTETS    160
#define RULES_PREVIEW    30
#define RULES_PADDED     512

void
world_keep_secret(
    struct world *w, const char *what, const void *bytes, size_t size)
{
	if (size < RULES_SECRET_MIN || w->secret_count == WORLD_SECRETS_MAX)
		return;
	for (size_t i = 0; i < w->secret_count; i++)
		if (w->secrets[i].size == size &&
		    memcmp(w->secrets[i].bytes, bytes, size) == 0)
			return;
	uint8_t *copy = malloc(size);
	if (copy == NULL)
		abort();
	memcpy(copy, bytes, size);
	w->secrets[w->secret_count++] = (struct secret){size, copy, what};
}

static bool
rules_contains(const char *bytes, size_t size, const struct secret *secret)
{
	const char *at = bytes;
	while (size >= secret->size) {
		const char *hit =
		    memchr(at, secret->bytes[0], size - secret->size + 1);
		if (hit == NULL)
			return false;
		if (memcmp(hit, secret->bytes, secret->size) == 0)
			return true;
		size -= (size_t)(hit - at) + 1;
		at = hit + 1;
	}
	return false;
}

static void
rules_search(struct world *w, const char *where, const char *name,
    const char *bytes, size_t size)
{
	for (size_t i = 0; i < w->secret_count; i++)
		if (rules_contains(bytes, size, &w->secrets[i]))
			world_fail(w, "a %s that people sent stands in %s %s",
			    w->secrets[i].what, where, name);
}

void
world_check_log(struct world *w, const char *line)
{
	rules_search(w, "the log:", line, line, strlen(line));
}

static void
rules_check_file(struct world *w, const char *path)
{
	static char bytes[16777216];
	FILE *file = fopen(path, "rbe");
	if (file == NULL)
		return;
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	rules_search(w, "the file", path, bytes, size);
}

void
world_check_files(struct world *w, const char *path)
{
	char name[1100];
	struct dirent *entry;
	DIR *dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(
		    name, sizeof(name), "%s/%s", path, entry->d_name);
		rules_check_file(w, name);
	}
	if (dir != NULL)
		(void)closedir(dir);
}

/* --- texts --- */

static bool
rules_own_number(const struct world *w, const char *number)
{
	for (size_t i = 0; i < w->conf.modem_count; i++)
		if (w->conf.modems[i].number != NULL &&
		    strcmp(w->conf.modems[i].number, number) == 0)
			return true;
	return false;
}

/* The stem that begins a word of the first 30 characters, or NULL. */
static const char *
rules_banned(const char *text, char *stems)
{
	char preview[RULES_PREVIEW + 1], *rest = NULL;
	(void)snprintf(preview, sizeof(preview), "%s", text);
	for (char *c = preview; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	for (char *stem = strtok_r(stems, " \r\n", &rest); stem != NULL;
	     stem = strtok_r(NULL, " \r\n", &rest))
		for (char *at = strstr(preview, stem); at != NULL;
		     at = strstr(at + 1, stem))
			if (at == preview || !isalpha((unsigned char)at[-1]))
				return stem;
	return NULL;
}

static void
rules_check_preview(struct world *w, const char *text)
{
	char line[4096];
	FILE *file = fopen("templates/sms/banned.tsv", "re");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		char *tab = strchr(line, '\t');
		if (tab == NULL || strncmp(line, "lang", 4) == 0)
			continue;
		const char *stem = rules_banned(text, tab + 1);
		if (stem != NULL)
			world_fail(
			    w, "I19: \"%s\" begins with \"%s\"", text, stem);
	}
	if (file != NULL)
		(void)fclose(file);
}

/* A responder's text is of use until its deadline (I17). */
void
world_add_responders(struct world *w, const char *text)
{
	while ((text = strpbrk(text, "+0")) != NULL) {
		char number[GSM_NUMBER_SIZE];
		char typed[24] = "";
		size_t len = 1 + strspn(text + 1, "0123456789");
		if (len >= 10 && len < sizeof(typed)) {
			memcpy(typed, text, len);
			if (gsm_number_normalize(typed, "62", number) == 0 &&
			    w->responder_count < WORLD_RESPONDERS)
				(void)snprintf(
				    w->responders[w->responder_count++],
				    sizeof(w->responders[0]), "%s", number);
		}
		text += len;
	}
}

bool
world_is_responder(const struct world *w, const char *number)
{
	for (size_t i = 0; i < w->responder_count; i++)
		if (strcmp(w->responders[i], number) == 0)
			return true;
	return false;
}

void
world_check_text(struct world *w, const char *modem, json_t *frame)
{
	const char *to = wire_str(frame, "to"), *text = wire_str(frame, "text");
	size_t digits = strspn(to + 1, "0123456789");
	int septets = gsm_septets(text);
	if (to[0] != '+' || digits < GSM_NUMBER_MIN || to[digits + 1] != '\0')
		world_fail(w, "I2: modem %s is to write to \"%s\"", modem, to);
	if (rules_own_number(w, to))
		world_fail(w, "I2: a text to our own number %s", to);
	if (septets < 1 || septets > RULES_SEPTETS)
		world_fail(w, "I17: \"%s\" is not one message", text);
	if (wire_int(frame, "validity_s", 0) > RULES_VALIDITY_S &&
	    !world_is_responder(w, to))
		world_fail(w, "I17: a text is valid for %lld s",
		    (long long)wire_int(frame, "validity_s", 0));
	if (!wire_bool(frame, "report"))
		world_fail(w, "I17: a text asks for no status report");
	if (strncmp(text, "LATIHAN ", 8) == 0 && !world_is_responder(w, to))
		world_fail(w, "a drill reaches %s, who is no cadre", to);
	rules_check_preview(w, text);
	rules_search(w, "an answer to", to, text, strlen(text));
}

void
world_check_screen(struct world *w, const char *text)
{
	rules_check_preview(w, text);
	rules_search(w, "a", "screen", text, strlen(text));
}

/* --- webhooks --- */

static void
rules_check_signature(struct world *w, json_t *frame)
{
	static const char key[] = "scenario scenario scenario 0123";
	char text[32768], is[128];
	uint8_t hash[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;
	const char *signature = wire_str(frame, "signature");
	if (strncmp(signature, "v1,", 3) != 0)
		return; /* the script's own key */
	(void)snprintf(text, sizeof(text), "%s.%lld.%s",
	    wire_str(frame, "webhook_id"),
	    (long long)wire_int(frame, "timestamp", 0),
	    wire_str(frame, "body"));
	(void)crypto_auth_hmacsha256_init(
	    &state, (const unsigned char *)key, sizeof(key));
	(void)crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)text, strlen(text));
	(void)crypto_auth_hmacsha256_final(&state, hash);
	(void)sodium_bin2base64(
	    is, sizeof(is), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
	if (strcmp(signature + 3, is) != 0)
		world_fail(w, "a webhook is not signed with its key");
}

void
world_check_webhook(struct world *w, const char *destination, json_t *frame)
{
	const char *body = wire_str(frame, "body");
	json_t *data = json_loads(body, 0, NULL);
	if (data == NULL)
		world_fail(w, "a webhook's body is no JSON: %s", body);
	else if (strcmp(wire_str(frame, "type"),
		     json_string_value(json_object_get(data, "type"))) != 0)
		world_fail(w, "a webhook's two types differ");
	json_decref(data);
	if (strlen(body) != RULES_PADDED) /* whatever is left out of it */
		world_fail(w, "a webhook's body of %zu bytes is not padded",
		    strlen(body));
	rules_check_signature(w, frame);
	rules_search(w, "a webhook to", destination, body, strlen(body));
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dialects.h"

#include <string.h>

#define DIALECT_DEPTH_MAX 8

/* The struct is also what siaga.conf is read into: its strings are no const. */
#define T(text)                                                                \
	(char[])                                                               \
	{                                                                      \
		text                                                           \
	}

const struct conf_dialect dialects_shipped[] = {
    {.name = T("africastalking"),
	.method = CONF_POST,
	.format = CONF_FORM,
	.inputs = CONF_JOINED,
	.session = T("sessionId"),
	.number = T("phoneNumber"),
	.code = T("serviceCode"),
	.input = T("text"),
	.status = T("status"),
	.more = T("CON {text}"),
	.end = T("END {text}")},
    {.name = T("arkesel"),
	.method = CONF_POST,
	.format = CONF_JSON,
	.inputs = CONF_LAST,
	.session = T("sessionID"),
	.number = T("msisdn"),
	.input = T("userData"),
	.first = T("newSession=true"),
	.answer = T("{\"sessionID\":\"{=sessionID}\",\"userID\":\"{=userID}\","
		    "\"msisdn\":\"{=msisdn}\",\"message\":\"{text}\","
		    "\"continueSession\":\"{more}\"}")},
    {.name = T("nalo"),
	.method = CONF_POST,
	.format = CONF_JSON,
	.inputs = CONF_LAST,
	.session = T("SESSIONID"),
	.number = T("MSISDN"),
	.input = T("USERDATA"),
	.first = T("MSGTYPE=true"),
	.answer = T("{\"USERID\":\"{=USERID}\",\"MSISDN\":\"{=MSISDN}\","
		    "\"MSG\":\"{text}\",\"MSGTYPE\":\"{more}\"}")},
    {.name = T("hubtel"),
	.method = CONF_POST,
	.format = CONF_JSON,
	.inputs = CONF_LAST,
	.session = T("SessionId"),
	.number = T("Mobile"),
	.code = T("ServiceCode"),
	.input = T("Message"),
	.first = T("Type=Initiation"),
	.ends = T("Type=Release Type=Timeout"),
	.sequence = T("Sequence"),
	.answer = T("{\"Message\":\"{text}\","
		    "\"Type\":\"{more|Response|Release}\","
		    "\"ClientState\":\"{=ClientState}\"}")},
    {.name = NULL},
};

/* --- templates --- */

static bool
dialect_is_either(const char *slot, size_t len)
{
	const char *bar = memchr(slot, '|', len);
	const char *second = bar == NULL ? NULL : memchr(bar + 1, '|', len - 6);
	return second != NULL && strchr(second + 1, '|') == NULL;
}

enum dialect_slot
dialect_slot(const char *string)
{
	size_t len = strlen(string);
	if (strpbrk(string, "{}") == NULL)
		return DIALECT_PLAIN;
	if (string[0] != '{' || strcspn(string, "}") != len - 1 ||
	    strchr(string + 1, '{') != NULL)
		return DIALECT_WRONG;
	if (strcmp(string, DIALECT_TEXT) == 0)
		return DIALECT_SCREEN;
	if (strcmp(string, "{more}") == 0)
		return DIALECT_MORE;
	if (string[1] == '=' && len > 3)
		return DIALECT_ECHO;
	if (strncmp(string, "{more|", 6) == 0 && dialect_is_either(string, len))
		return DIALECT_EITHER;
	return DIALECT_WRONG;
}

/* Bits of the slots that a template holds. */
static unsigned
dialect_slots(json_t *value, int depth)
{
	unsigned slots = 0;
	const char *key;
	json_t *item;
	size_t i;
	if (depth > DIALECT_DEPTH_MAX)
		return 1u << DIALECT_WRONG;
	if (json_is_string(value))
		return 1u << dialect_slot(json_string_value(value));
	json_object_foreach(value, key, item)
	{
		slots |= dialect_slots(item, depth + 1);
	}
	json_array_foreach(value, i, item)
	{
		slots |= dialect_slots(item, depth + 1);
	}
	return slots;
}

json_t *
dialect_template(const char *text)
{
	const unsigned screen = 1u << DIALECT_SCREEN;
	const unsigned more = 1u << DIALECT_MORE | 1u << DIALECT_EITHER;
	json_t *template = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	unsigned slots = dialect_slots(template, 0);
	if (json_is_object(template) && (slots & screen) != 0 &&
	    (slots & more) != 0 && (slots & 1u << DIALECT_WRONG) == 0)
		return template;
	json_decref(template);
	return NULL;
}

static bool
dialect_text_fits(const char *text)
{
	const char *slot = strstr(text, DIALECT_TEXT);
	return slot != NULL && strcspn(text, "{}") == (size_t)(slot - text) &&
	       strpbrk(slot + strlen(DIALECT_TEXT), "{}") == NULL;
}

/* --- fields --- */

bool
dialect_next_pair(const char **at, struct dialect_pair *ret)
{
	const char *text = *at += strspn(*at, " ");
	size_t len = strcspn(text, " "), field = strcspn(text, "= ");
	if (field == 0 || field + 1 >= len || text[field] != '=')
		return false;
	*ret = (struct dialect_pair){
	    text, text + field + 1, field, len - field - 1};
	*at = text + len;
	return true;
}

static bool
dialect_pairs_fit(const char *text, bool several)
{
	struct dialect_pair pair;
	int count = 0;
	if (text == NULL)
		return true;
	while (dialect_next_pair(&text, &pair))
		count++;
	return *text == '\0' && (count == 1 || several);
}

static const char *
dialect_answers_wrong(const struct conf_dialect *d)
{
	json_t *template;
	if (d->answer == NULL && (d->more == NULL || d->end == NULL))
		return "expected answer, or more and end: what is answered";
	if (d->answer == NULL)
		return dialect_text_fits(d->more) && dialect_text_fits(d->end)
			   ? NULL
			   : "more or end is no template, expected {text} once";
	if (d->more != NULL || d->end != NULL)
		return "expected either answer, or more and end";
	template = dialect_template(d->answer);
	json_decref(template);
	return template != NULL
		   ? NULL
		   : "answer is no template, expected a JSON object with "
		     "\"{text}\" and \"{more}\" or \"{more|YES|NO}\"";
}

const char *
dialect_wrong(const struct conf_dialect *d)
{
	if (!dialect_pairs_fit(d->first, false))
		return "first is malformed, expected FIELD=VALUE";
	if (!dialect_pairs_fit(d->ends, true))
		return "ends is malformed, expected FIELD=VALUE, blanks "
		       "between several";
	if (d->method == CONF_GET && d->format == CONF_JSON)
		return "a GET has no JSON, expected format = form";
	return dialect_answers_wrong(d);
}

/* --- secrets --- */

#define HEADER_BYTES                                                           \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

/* The next word, of the bytes of a header's name; "": there is none. */
static bool
gate_word(const char **at, char ret[static GATE_HEADER_MAX + 1])
{
	*at += strspn(*at, " ");
	size_t len = strcspn(*at, " ");
	if (len > GATE_HEADER_MAX || strspn(*at, HEADER_BYTES) < len)
		return false;
	memcpy(ret, *at, len);
	ret[len] = '\0';
	*at += len;
	return true;
}

bool
gate_auth_parse(const char *text, struct gate_auth *ret)
{
	static const struct {
		const char *word;
		int least, most; /* words behind it */
	} kinds[] = {[GATE_HEADER] = {"header", 1, 1},
	    [GATE_QUERY] = {"query", 1, 1},
	    [GATE_PATH] = {"path", 0, 0},
	    [GATE_HMAC] = {"hmac-sha256", 1, 2}};
	char kind[GATE_HEADER_MAX + 1], rest[GATE_HEADER_MAX + 1];
	*ret = (struct gate_auth){.kind = GATE_HEADER};
	if (!gate_word(&text, kind) || !gate_word(&text, ret->name) ||
	    !gate_word(&text, ret->stamp) || !gate_word(&text, rest))
		return false;
	int words = (ret->name[0] != '\0') + (ret->stamp[0] != '\0');
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kind, kinds[i].word) == 0) {
			ret->kind = i;
			return rest[0] == '\0' && words >= kinds[i].least &&
			       words <= kinds[i].most;
		}
	return false;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/modem/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_PDU_MAX 1024 /* characters; what modem.sms may carry */

static int
lines_number_after(const char *text, char mark)
{
	const char *at = mark == ':' ? strchr(text, ':') : strrchr(text, mark);
	if (at == NULL)
		return -1;
	char *end;
	long value = strtol(at + 1, &end, 10);
	return end == at + 1 || value < 0 || value > 1000000 ? -1 : (int)value;
}

/* The first quoted string, only what a number may hold. */
static void
lines_read_number(const char *line, char ret[LINES_NUMBER_MAX + 1])
{
	const char *at = strchr(line, '"');
	size_t len = at == NULL ? 0 : strspn(++at, "+0123456789*#abcABC");
	if (at == NULL || at[len] != '"' || len > LINES_NUMBER_MAX)
		len = 0;
	if (len > 0)
		memcpy(ret, at, len);
	ret[len] = '\0';
}

static void
lines_read_store(const char *line, char ret[3])
{
	const char *at = strchr(line, '"');
	bool fits = at != NULL && strlen(at) > 3 && at[3] == '"' &&
		    at[1] >= 'A' && at[1] <= 'Z' && at[2] >= 'A' &&
		    at[2] <= 'Z';
	ret[0] = fits ? at[1] : '\0';
	ret[1] = fits ? at[2] : '\0';
	ret[2] = '\0';
}

static const struct {
	const char *prefix;
	enum lines_kind kind;
	bool pdu_follows;
} lines_known[] = {
    {"+CMGL:", LINES_MESSAGE, true},
    {"+CMGR:", LINES_MESSAGE, true},
    {"+CMT:", LINES_DIRECT, true},
    {"+CDS:", LINES_DIRECT, true},
    {"+CMTI:", LINES_STORED, false},
    {"+CDSI:", LINES_STORED, false},
    {"+CLIP:", LINES_CALLER, false},
    {"+CCWA:", LINES_CALLER, false}, /* waiting behind another call */
    {"+CRING", LINES_RING, false},
    {"RING", LINES_RING, false},
    {"NO CARRIER", LINES_HUNG_UP, false},
    {"BUSY", LINES_BUSY, false},
    {"NO ANSWER", LINES_NO_ANSWER, false},
    {"+CLCC:", LINES_LISTED, false},
};

#define LINES_KNOWN (sizeof(lines_known) / sizeof(lines_known[0]))

static void
lines_announce(struct lines *l, enum lines_kind kind, const char *line)
{
	l->next = kind;
	l->octets = lines_number_after(line, ',');
	l->location = -1;
	if (strncmp(line, "+CMGL:", 6) == 0)
		l->location = lines_number_after(line, ':');
	else if (strncmp(line, "+CMGR:", 6) == 0)
		l->location = l->asked;
	else if (strchr(line, ',') == NULL) /* +CDS: <length> */
		l->octets = lines_number_after(line, ':');
}

static bool
lines_take_pdu(struct lines *l, const char *line, struct lines_event *ret)
{
	*ret = (struct lines_event){.kind = l->next,
	    .location = l->location,
	    .octets = l->octets,
	    .pdu = line};
	l->next = LINES_NOTHING;
	return true;
}

/* +CLCC: <id>,<dir>,<stat>,...; dir 0: it is ours. */
static bool
lines_read_listed(const char *line, int *ret_stage)
{
	int id, direction;
	return sscanf(line, "+CLCC: %3d,%3d,%3d", &id, &direction, ret_stage) ==
		   3 &&
	       direction == 0;
}

bool
lines_feed(struct lines *l, const char *line, struct lines_event *ret)
{
	if (*line == '\0')
		return false;
	for (size_t i = 0; i < LINES_KNOWN; i++) {
		const char *prefix = lines_known[i].prefix;
		if (strncmp(line, prefix, strlen(prefix)) != 0)
			continue;
		if (lines_known[i].pdu_follows) {
			lines_announce(l, lines_known[i].kind, line);
			return false;
		}
		*ret = (struct lines_event){.kind = lines_known[i].kind,
		    .location = lines_number_after(line, ',')};
		lines_read_number(line, ret->number);
		lines_read_store(line, ret->store);
		ret->report = strcmp(prefix, "+CDSI:") == 0;
		return ret->kind != LINES_LISTED ||
		       lines_read_listed(line, &ret->stage);
	}
	if (strncmp(line, "AT+CMGR=", 8) == 0)
		l->asked = lines_number_after(line, '=');
	else if (l->next != LINES_NOTHING && strcmp(line, "OK") != 0)
		return lines_take_pdu(l, line, ret);
	l->next = LINES_NOTHING;
	return false;
}

char *
lines_unwrap(char *log_line, int *ret_index)
{
	char *end;
	long index = strtol(log_line, &end, 10);
	size_t len = strlen(end);
	if (end == log_line || index < 1 || index > 100000 || len < 3 ||
	    end[0] != ' ' || end[1] != '"' || end[len - 1] != '"')
		return NULL;
	end[len - 1] = '\0';
	*ret_index = (int)index;
	return end + 2;
}

static int
lines_octet(const char *hex)
{
	const char two[3] = {hex[0], hex[1], '\0'};
	return (int)strtol(two, NULL, 16);
}

const char *
lines_pdu_fault(const char *pdu, int octets)
{
	size_t len = strlen(pdu);
	if (strspn(pdu, "0123456789ABCDEFabcdef") != len)
		return "not_hex";
	if (len == 0)
		return "empty";
	if (len % 2 != 0)
		return "odd";
	if (len > LINES_PDU_MAX)
		return "oversized";
	/* 27.005 counts the octets behind the service centre's address. */
	if (octets >= 0 && (int)len / 2 != 1 + lines_octet(pdu) + octets)
		return "length";
	return NULL;
}

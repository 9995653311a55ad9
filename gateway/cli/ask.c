/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks siagad, page by page. */
#include "../lib/link.h"
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ASK_WAIT_MS   20000
#define ASK_BACKUP_MS 1800000 /* a slow stick, a large store */

static json_t *
ask_once(
    struct link *link, const struct command_row *row, json_t *args, json_t *as)
{
	const struct wire_frame *frame = NULL;
	int err =
	    link_send(link, json_pack("{s:s, s:I, s:s, s:O, s:O*}", "f",
				"command", "id", (json_int_t)link_id(link),
				"name", row->name, "args", args, "as", as));
	json_t *answer = NULL;
	int wait_ms =
	    strcmp(row->name, "backup") == 0 ? ASK_BACKUP_MS : ASK_WAIT_MS;
	while (err == 0 && answer == NULL) {
		answer = link_wait(link, wait_ms, &frame, &err);
		if (answer != NULL && strcmp(frame->name, "answer") != 0) {
			json_decref(answer);
			answer = NULL;
		}
	}
	if (answer == NULL)
		(void)fprintf(stderr, "siaga: no answer from siagad (%s)\n",
		    strerror(-err));
	return answer;
}

/*
 * Pages of a list become one list, those of a report one thread; of a look
 * that goes on (audit verify) the last one counts.
 */
static void
ask_join(json_t **whole, json_t *page)
{
	static const char *const lists[] = {"received", "rows", "found"};
	const char *name = lists[0];
	for (size_t i = 1; i < sizeof(lists) / sizeof(*lists); i++)
		if (json_object_get(page, lists[i]) != NULL)
			name = lists[i];
	json_t *thread = json_object_get(page, name);
	if (*whole != NULL && json_is_array(page)) {
		(void)json_array_extend(*whole, page);
	} else if (*whole != NULL && thread != NULL) {
		(void)json_array_extend(json_object_get(*whole, name), thread);
		if (json_object_get(page, "done") != NULL)
			(void)json_object_set(
			    *whole, "done", json_object_get(page, "done"));
	} else {
		json_decref(*whole);
		*whole = json_incref(page);
	}
}

static void
ask_say_error(json_t *answer)
{
	const char *message = wire_str(answer, "message");
	(void)fprintf(stderr, "siaga: %s\n",
	    message == NULL ? wire_str(answer, "error") : message);
}

static bool
ask_wants_code(json_t *answer)
{
	const char *error = answer == NULL ? NULL : wire_str(answer, "error");
	return error != NULL && strcmp(error, "code_needed") == 0;
}

/* The answer, NULL after saying why not. */
static json_t *
ask_answer(struct link *link, const struct command_row *row, json_t *args,
    json_t *as, int *ret_status)
{
	json_t *answer = ask_once(link, row, args, as);
	*ret_status = CLI_NO_CORE;
	if (ask_wants_code(answer) && cli_ask_code(args)) {
		json_decref(answer);
		answer = ask_once(link, row, args, as);
	}
	if (answer == NULL)
		return NULL;
	*ret_status = CLI_OK;
	if (wire_str(answer, "error") == NULL)
		return answer;
	*ret_status = CLI_PROBLEM;
	ask_say_error(answer);
	json_decref(answer);
	return NULL;
}

json_t *
cli_ask_page(struct link *link, const struct command_row *row, json_t *args,
    json_t *as, int *ret_status)
{
	json_t *answer = ask_answer(link, row, args, as, ret_status);
	json_t *result = json_incref(json_object_get(answer, "result"));
	json_decref(answer);
	return result;
}

/* Asks until there is no next page; NULL after saying why not. */
static json_t *
ask_all(struct link *link, const struct command_row *row, json_t *args,
    json_t *as, int *ret_status)
{
	json_t *whole = NULL;
	bool more = true;
	while (more) {
		json_t *answer = ask_answer(link, row, args, as, ret_status);
		if (answer == NULL)
			break;
		ask_join(&whole, json_object_get(answer, "result"));
		const char *next = wire_str(answer, "next");
		more = next != NULL;
		if (more)
			(void)json_object_set_new(
			    args, "after", json_string(next));
		json_decref(answer);
	}
	if (*ret_status == CLI_OK)
		return whole;
	json_decref(whole);
	return NULL;
}

int
cli_connect(const struct cli *cli, struct link *link)
{
	char *path = cli_socket_path(cli);
	if (path == NULL)
		return CLI_NO_CORE;
	int err = link_connect(link, WIRE_CLIENT, path);
	if (err == 0)
		err = link_hello(link, NULL);
	if (err < 0)
		(void)fprintf(stderr, "siaga: %s: %s; is siagad running?\n",
		    path, strerror(-err));
	free(path);
	return err < 0 ? CLI_NO_CORE : CLI_OK;
}

json_t *
cli_query(const struct cli *cli, const char *name, json_t *args)
{
	const struct command_row *row = command_find(name);
	json_t *answer = NULL, *result = NULL;
	struct link link;
	if (row != NULL && cli_connect(cli, &link) == CLI_OK) {
		answer = ask_once(&link, row, args, NULL);
		link_close(&link);
	}
	if (answer != NULL)
		result = json_incref(json_object_get(answer, "result"));
	json_decref(answer);
	json_decref(args);
	return result;
}

/* --- sessions: kept in $XDG_RUNTIME_DIR, for `unlock` and after --- */

static void
ask_end_session(struct link *link, json_t *as)
{
	json_t *args = json_object();
	json_decref(ask_once(link, command_find("lock"), args, as));
	json_decref(args);
}

/* One session at a time: the one that was kept ends. */
static void
ask_unlocked(struct link *link, const struct cli *cli, json_t *result)
{
	json_t *before = cli->json ? NULL : cli_kept_session();
	if (before != NULL)
		ask_end_session(link, before);
	json_decref(before);
	bool kept = !cli->json && cli_keep_session(wire_str(result, "session"));
	(void)json_object_set_new(result, "kept", json_boolean(kept));
}

static void
ask_sessions(struct link *link, const struct cli *cli,
    const struct command_row *row, json_t *as, json_t *result)
{
	json_t *kept = NULL;
	if (strcmp(row->name, "unlock") == 0 && result != NULL)
		ask_unlocked(link, cli, result);
	if (strcmp(row->name, "lock") != 0 &&
	    (strcmp(row->name, "key.rotate") != 0 || result == NULL))
		return;
	kept = cli_kept_session();
	if (kept != NULL && json_equal(kept, as))
		cli_drop_session();
	json_decref(kept);
}

/* --- what is asked of a person, once it is known that it is of use --- */

static bool
ask_has(const struct cli *cli, const struct command_row *row,
    enum command_arg_type type)
{
	for (const struct command_arg *a = row->args; a->name != NULL; a++)
		if (a->type == type && cli_asks_for(cli, a))
			return true;
	return false;
}

/*
 * siagad says what is wrong before a passphrase is chosen and typed twice: it
 * is asked with one that is too short, which it looks at last.
 */
static bool
ask_would_work(struct link *link, const struct cli *cli,
    const struct command_row *row, json_t *args, json_t *as)
{
	json_t *probe = json_deep_copy(args);
	for (const struct command_arg *a = row->args; a->name != NULL; a++)
		if (a->type == COMMAND_SECRET_NEW && cli_asks_for(cli, a))
			(void)json_object_set_new(
			    probe, a->name, json_string("?"));
	json_t *answer = ask_once(link, row, probe, as);
	const char *error = wire_str(answer, "error");
	bool works = error != NULL && strcmp(error, "bad_passphrase") == 0;
	if (error != NULL && !works)
		ask_say_error(answer);
	json_decref(answer);
	json_decref(probe);
	return works;
}

/* On a connection of its own: typing takes as long as it takes. */
static int
ask_before(const struct cli *cli, const struct command_row *row, json_t *args,
    json_t *as)
{
	struct link link;
	bool chosen = ask_has(cli, row, COMMAND_SECRET_NEW);
	if (!chosen && !ask_has(cli, row, COMMAND_SECRET))
		return CLI_OK;
	int status = cli_connect(cli, &link);
	if (status != CLI_OK)
		return status;
	if (chosen && !ask_would_work(&link, cli, row, args, as))
		status = CLI_PROBLEM;
	link_close(&link);
	if (status == CLI_OK && !cli_ask_secrets(cli, row, args))
		status = CLI_USAGE;
	return status;
}

static int
ask_show(const struct cli *cli, const struct command_row *row, json_t *result)
{
	if (!cli->json)
		return cli_show(row, result);
	(void)json_object_del(result, "kept");
	(void)json_dumpf(result, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
	(void)putchar('\n');
	return CLI_OK;
}

static int
ask_as(const struct cli *cli, const struct command_row *row, json_t *args,
    json_t *as)
{
	struct link link;
	int status = ask_before(cli, row, args, as);
	if (status == CLI_OK)
		status = cli_connect(cli, &link);
	if (status != CLI_OK)
		return status;
	if (strcmp(row->name, "report.list") == 0 && !cli->json)
		(void)json_object_set_new(args, "detail", json_true());
	json_t *result = ask_all(&link, row, args, as, &status);
	ask_sessions(&link, cli, row, as, result);
	if (result != NULL)
		status = ask_show(cli, row, result);
	json_decref(result);
	link_close(&link);
	return status;
}

/* Who has not unlocked yet is nobody, whatever a session was before. */
int
cli_ask(const struct cli *cli, const struct command_row *row, json_t *args)
{
	bool failed = false;
	json_t *as = NULL;
	if (strcmp(row->name, "unlock") != 0)
		as = cli_as(cli, &failed);
	int status = failed ? CLI_PROBLEM : ask_as(cli, row, args, as);
	json_decref(as);
	return status;
}

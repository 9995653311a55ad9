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

/* Pages of a list become one list, pages of a report one thread. */
static void
ask_join(json_t **whole, json_t *page)
{
	if (*whole == NULL) {
		*whole = json_incref(page);
	} else if (json_is_array(page)) {
		(void)json_array_extend(*whole, page);
	} else if (json_object_get(page, "received") != NULL) {
		(void)json_array_extend(json_object_get(*whole, "received"),
		    json_object_get(page, "received"));
	} else { /* a look that goes on: the last page has the end of it */
		json_decref(*whole);
		*whole = json_incref(page);
	}
}

/* The answer, NULL after saying why not. */
static json_t *
ask_answer(struct link *link, const struct command_row *row, json_t *args,
    json_t *as, int *ret_status)
{
	json_t *answer = ask_once(link, row, args, as);
	*ret_status = CLI_NO_CORE;
	if (answer == NULL)
		return NULL;
	const char *error = wire_str(answer, "error");
	const char *message = wire_str(answer, "message");
	*ret_status = error == NULL ? CLI_OK : CLI_PROBLEM;
	if (error == NULL)
		return answer;
	(void)fprintf(stderr, "siaga: %s\n", message == NULL ? error : message);
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
	const struct command_row *row = command_table;
	json_t *answer = NULL, *result = NULL;
	struct link link;
	while (row->name != NULL && strcmp(row->name, name) != 0)
		row++;
	if (row->name != NULL && cli_connect(cli, &link) == CLI_OK) {
		answer = ask_once(&link, row, args, NULL);
		link_close(&link);
	}
	if (answer != NULL)
		result = json_incref(json_object_get(answer, "result"));
	json_decref(answer);
	json_decref(args);
	return result;
}

int
cli_ask(const struct cli *cli, const struct command_row *row, json_t *args)
{
	struct link link;
	json_t *result = NULL;
	int status = cli_connect(cli, &link);
	if (status != CLI_OK)
		return status;
	status = CLI_USAGE;
	if (strcmp(row->name, "report.list") == 0 && !cli->json)
		(void)json_object_set_new(args, "detail", json_true());
	bool failed;
	json_t *as = cli_as(cli, &failed);
	if (!failed)
		result = ask_all(&link, row, args, as, &status);
	json_decref(as);
	if (result != NULL)
		cli_keep_session(row, result);
	if (result != NULL && cli->json) {
		(void)json_dumpf(
		    result, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
		(void)putchar('\n');
	} else if (result != NULL) {
		status = cli_show(row, result);
	}
	json_decref(result);
	link_close(&link);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga key paper: the offline recovery key (design 6) on three sheets, made
 * without siagad and without a file. What is secret lies in memory that is
 * locked, wiped, and written by no buffer of stdio.
 */
#include "../lib/buf.h"
#include "../lib/conf.h"
#include "../lib/shares.h"
#include "cli.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef SIAGA_SHAREDIR
#define SIAGA_SHAREDIR "/usr/share/siaga"
#endif

#define PAPER_PAGES_MAX    32768 /* bytes of all sheets */
#define PAPER_TEMPLATE_MAX 8192
#define PAPER_INPUT_MAX    512 /* bytes of a share as typed */

struct paper {
	uint8_t secret[SHARES_SECRET_SIZE], pk[crypto_scalarmult_BYTES];
	char shares[SHARES_COUNT][SHARES_TEXT];
	char lines[SHARES_LINES][SHARES_LINE_TEXT]; /* of the sheet at hand */
	char number[12], count[12], id[SHARES_ID_TEXT], date[16];
	char public[SHARES_PUBLIC_TEXT];
	char pages[PAPER_PAGES_MAX];
	size_t len;
};

struct paper_options {
	const char *templates; /* NULL: the configuration's, or the shared */
	bool check;
};

void
cli_paper_help(FILE *out)
{
	(void)fputs(
	    "  key paper          make the recovery key: three sheets to "
	    "print, "
	    "any two\n"
	    "                     of which open the reports; asks no siagad\n"
	    "    --templates D    the folder of the sheets' words, if not the\n"
	    "                     configuration's or the installed one\n"
	    "    --check          read two shares: do they still give a key, "
	    "and "
	    "which?\n",
	    out);
}

/* --- where it runs, where it goes --- */

static bool
paper_same_folder(const struct stat *a, const char *path)
{
	struct stat b;
	return path != NULL && stat(path, &b) == 0 && a->st_dev == b.st_dev &&
	       a->st_ino == b.st_ino;
}

/* Keys lie there, or the configuration says so. */
static bool
paper_is_state(char *folder, size_t size, const char *state_dir)
{
	static const char *const files[] = {"/keys.db", "/machine.key"};
	size_t len = strlen(folder);
	struct stat st;
	bool found = stat(len == 0 ? "/" : folder, &st) == 0 &&
		     paper_same_folder(&st, state_dir);
	for (size_t i = 0; i < 2 && !found; i++) {
		(void)snprintf(folder + len, size - len, "%s", files[i]);
		found = access(folder, F_OK) == 0;
		folder[len] = '\0';
	}
	return found;
}

/* Is standard output a file somewhere below a state_dir? */
static bool
paper_in_state(const char *state_dir)
{
	char path[4096 + 16];
	ssize_t len = readlink("/proc/self/fd/1", path, 4096);
	if (len <= 0 || path[0] != '/')
		return false;
	path[len] = '\0';
	char *slash;
	while ((slash = strrchr(path, '/')) != NULL) {
		*slash = '\0';
		if (paper_is_state(path, sizeof(path), state_dir))
			return true;
	}
	return false;
}

/* The sheets and the box's keys must not lie on one disk (design 6). */
static bool
paper_output_fits(const char *state_dir)
{
	struct stat st;
	if (fstat(STDOUT_FILENO, &st) == 0 && S_ISREG(st.st_mode)) {
		if (paper_in_state(state_dir)) {
			(void)fputs("siaga: that file lies in a state_dir; "
				    "the recovery key does not belong on the "
				    "box that it opens\n",
			    stderr);
			return false;
		}
		(void)fputs("siaga: warning: the sheets go into a file; "
			    "whoever reads it has the whole key. Print it and "
			    "remove it: shred -u FILE\n",
		    stderr);
	} else if (isatty(STDOUT_FILENO)) {
		(void)fputs(
		    "siaga: warning: the sheets go to this terminal; write "
		    "the shares down or print\n"
		    "them (siaga key paper | lp), then close it: it keeps "
		    "what it showed\n",
		    stderr);
	}
	return true;
}

static void
paper_take_conf(
    const struct cli *cli, struct paper_options *options, struct conf *conf)
{
	struct faults faults;
	*conf = (struct conf){0};
	faults_init(&faults);
	conf_read(conf, cli->conf_path, &faults);
	faults_free(&faults); /* what is wrong with it, others say */
	if (options->templates == NULL)
		options->templates = conf->siaga.templates;
	if (options->templates == NULL)
		options->templates = SIAGA_SHAREDIR "/templates";
}

/* --- the sheets --- */

static int
paper_add(struct paper *p, const char *text, size_t size)
{
	if (size >= sizeof(p->pages) - p->len)
		return -EMSGSIZE;
	memcpy(p->pages + p->len, text, size);
	p->len += size;
	return 0;
}

static const char *
paper_slot(const struct paper *p, const char *name, size_t size)
{
	const struct {
		const char *name, *value;
	} slots[] = {{"number", p->number}, {"count", p->count}, {"id", p->id},
	    {"date", p->date}, {"public", p->public}, {"line1", p->lines[0]},
	    {"line2", p->lines[1]}, {"line3", p->lines[2]},
	    {"line4", p->lines[3]}};
	for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++)
		if (strlen(slots[i].name) == size &&
		    strncmp(slots[i].name, name, size) == 0)
			return slots[i].value;
	return NULL;
}

static int
paper_fill(struct paper *p, const char *text)
{
	int err = 0;
	while (*text != '\0' && err == 0) {
		size_t len = strcspn(text, "{");
		err = paper_add(p, text, len);
		text += len;
		if (err < 0 || *text == '\0')
			break;
		len = strcspn(text + 1, "}");
		const char *value = paper_slot(p, text + 1, len);
		if (value == NULL || text[1 + len] == '\0')
			return -EINVAL;
		err = paper_add(p, value, strlen(value));
		text += len + 2;
	}
	return err;
}

/* Returns 0, or -1 after saying what is wrong with the file. */
static int
paper_add_template(
    struct paper *p, const char *folder, const char *language, const char *name)
{
	char path[1024], text[PAPER_TEMPLATE_MAX + 1];
	(void)snprintf(
	    path, sizeof(path), "%s/docs/%s/%s.txt", folder, language, name);
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		(void)fprintf(stderr,
		    "siaga: %s: %s; name the folder with --templates\n", path,
		    strerror(errno));
		return -1;
	}
	size_t size = fread(text, 1, PAPER_TEMPLATE_MAX, file);
	text[size] = '\0';
	bool whole = feof(file) != 0 && strlen(text) == size;
	(void)fclose(file);
	if (whole && paper_fill(p, text) == 0)
		return 0;
	(void)fprintf(stderr,
	    "siaga: %s is too long, or has a slot that is not filled\n", path);
	return -1;
}

/* Indonesian first, English below. */
static int
paper_add_page(struct paper *p, const char *folder, const char *name)
{
	static const char *const languages[] = {"id", "en"};
	int err = p->len > 0 ? paper_add(p, "\f", 1) : 0;
	for (size_t i = 0; i < 2 && err == 0; i++) {
		if (i > 0)
			err = paper_add(p, "\n\n", 2);
		if (err == 0)
			err = paper_add_template(p, folder, languages[i], name);
	}
	return err;
}

static int
paper_add_pages(struct paper *p, const char *folder)
{
	int err = 0;
	for (int i = 0; i < SHARES_COUNT && err == 0; i++) {
		(void)snprintf(p->number, sizeof(p->number), "%d", i + 1);
		for (size_t line = 0; line < SHARES_LINES; line++) {
			memcpy(p->lines[line],
			    p->shares[i] + line * SHARES_LINE_TEXT,
			    SHARES_LINE_TEXT);
			p->lines[line][SHARES_LINE_TEXT - 1] = '\0';
		}
		err = paper_add_page(p, folder, "recovery-sheet");
	}
	sodium_memzero(p->lines, sizeof(p->lines));
	return err < 0 ? err : paper_add_page(p, folder, "recovery-public");
}

/* --- the key --- */

/* Every two of the three, before anybody relies on them. */
static bool
paper_opens(const struct paper *p)
{
	static const uint8_t pairs[SHARES_COUNT][SHARES_NEEDED] = {
	    {0, 1}, {0, 2}, {1, 2}};
	uint8_t joined[SHARES_SECRET_SIZE], pk[sizeof(p->pk)];
	const char *why;
	bool fine = true;
	for (size_t i = 0; i < SHARES_COUNT && fine; i++)
		fine = shares_join(p->shares[pairs[i][0]],
			   p->shares[pairs[i][1]], joined, &why) == 0 &&
		       crypto_scalarmult_base(pk, joined) == 0 &&
		       sodium_memcmp(joined, p->secret, sizeof(joined)) == 0 &&
		       sodium_memcmp(pk, p->pk, sizeof(pk)) == 0;
	sodium_memzero(joined, sizeof(joined));
	return fine;
}

static int
paper_make_key(struct paper *p)
{
	time_t now = time(NULL);
	struct tm tm;
	if (crypto_box_keypair(p->pk, p->secret) != 0 ||
	    shares_split(p->secret, p->shares) < 0 || !paper_opens(p)) {
		(void)fputs("siaga: the shares do not give the key back; do "
			    "not use this machine for it\n",
		    stderr);
		return -1;
	}
	shares_public_text(p->pk, p->public);
	shares_id_text(p->pk, p->id);
	(void)snprintf(p->count, sizeof(p->count), "%d", SHARES_COUNT);
	if (localtime_r(&now, &tm) == NULL ||
	    strftime(p->date, sizeof(p->date), "%Y-%m-%d", &tm) == 0)
		p->date[0] = '\0';
	return 0;
}

static int
paper_write(const struct paper *p)
{
	size_t done = 0;
	while (done < p->len) {
		ssize_t n =
		    write(STDOUT_FILENO, p->pages + done, p->len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			(void)fprintf(stderr,
			    "siaga: the sheets are not whole (%s): destroy "
			    "them and begin again\n",
			    strerror(errno));
			return -1;
		}
		done += (size_t)n;
	}
	if (!isatty(STDOUT_FILENO))
		(void)fprintf(stderr, "%s\n", p->public);
	return 0;
}

static int
paper_make(const char *templates)
{
	struct paper *p = sodium_malloc(sizeof(*p)); /* locked if it can be */
	if (p == NULL) {
		(void)fputs("siaga: no memory that can be locked\n", stderr);
		return CLI_PROBLEM;
	}
	memset(p, 0, sizeof(*p));
	bool made = paper_make_key(p) == 0 &&
		    paper_add_pages(p, templates) == 0 && paper_write(p) == 0;
	sodium_free(p); /* wipes */
	return made ? CLI_OK : CLI_PROBLEM;
}

/* --- reading two shares --- */

/* Lines until a share is whole; a blank one or the end gives what there is. */
static bool
paper_read_share(char share[PAPER_INPUT_MAX])
{
	size_t len = 0;
	share[0] = '\0';
	while (shares_length(share) < SHARES_LINES * SHARES_LINE) {
		if (len + 3 >= PAPER_INPUT_MAX ||
		    cli_read_line(share + len, PAPER_INPUT_MAX - len - 1) < 0) {
			share[len] = '\0';
			return len > 0;
		}
		if (share[len + strspn(share + len, " \t")] == '\0' && len > 0)
			break;
		len += strlen(share + len);
		share[len++] = '\n';
		share[len] = '\0';
	}
	return true;
}

/* At a terminal a slip is mended at once. */
static int
paper_ask_share(const char *which, char share[PAPER_INPUT_MAX])
{
	bool asks = isatty(STDIN_FILENO) != 0;
	const char *why;
	for (;;) {
		if (asks)
			(void)fprintf(
			    stderr, "%s share, its four lines: ", which);
		if (!paper_read_share(share)) {
			(void)fprintf(
			    stderr, "siaga: the %s share is missing\n", which);
			return -1;
		}
		if (!asks || shares_check(share, &why) == 0)
			return 0;
		(void)fprintf(stderr, "%s; once more.\n", why);
	}
}

int
cli_paper_read(uint8_t ret_secret[SHARES_SECRET_SIZE])
{
	char shares[SHARES_NEEDED][PAPER_INPUT_MAX];
	const char *why = NULL;
	int err = paper_ask_share("first", shares[0]);
	if (err == 0)
		err = paper_ask_share("second", shares[1]);
	if (err == 0) {
		err = shares_join(shares[0], shares[1], ret_secret, &why);
		if (err < 0)
			(void)fprintf(stderr, "siaga: %s\n", why);
	}
	sodium_memzero(shares, sizeof(shares));
	return err < 0 ? -1 : 0;
}

/* A drill that changes nothing: whose key is it? */
static int
paper_check(void)
{
	uint8_t secret[SHARES_SECRET_SIZE], pk[crypto_scalarmult_BYTES];
	char public[SHARES_PUBLIC_TEXT];
	if (cli_paper_read(secret) < 0)
		return CLI_PROBLEM;
	(void)crypto_scalarmult_base(pk, secret);
	sodium_memzero(secret, sizeof(secret));
	shares_public_text(pk, public);
	(void)printf("%s\n", public);
	return CLI_OK;
}

static bool
paper_take_options(struct paper_options *options, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--check") == 0)
			options->check = true;
		else if (strcmp(argv[i], "--templates") == 0 && i + 1 < argc)
			options->templates = argv[++i];
		else
			return false;
	}
	return true;
}

int
cli_paper(const struct cli *cli, int argc, char **argv)
{
	struct paper_options options = {0};
	struct conf conf;
	int status = CLI_PROBLEM;
	if (!paper_take_options(&options, argc, argv)) {
		(void)fputs("siaga: key paper takes --templates DIR or --check "
			    "alone; see siaga --help\n",
		    stderr);
		return CLI_USAGE;
	}
	if (sodium_init() < 0)
		return CLI_PROBLEM;
	if (options.check)
		return paper_check();
	paper_take_conf(cli, &options, &conf);
	if (paper_output_fits(conf.siaga.state_dir))
		status = paper_make(options.templates);
	conf_free(&conf);
	return status;
}

json_t *
cli_paper_as(void)
{
	static const char prefix[] = "siaga-recovery-secret-";
	uint8_t secret[SHARES_SECRET_SIZE];
	char text[128];
	if (cli_paper_read(secret) < 0)
		return NULL;
	memcpy(text, prefix, sizeof(prefix));
	(void)sodium_bin2base64(text + sizeof(prefix) - 1,
	    sizeof(text) - sizeof(prefix) + 1, secret, sizeof(secret),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	json_t *as = json_string(text);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(text, sizeof(text));
	return as;
}

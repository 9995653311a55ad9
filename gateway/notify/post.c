/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Webhook transfers with libcurl's multi interface, driven by session.c.
 * Every answer is hostile: bounded, never followed, never decoded.
 */
#include "gateway/notify/post.h"

#include "gateway/lib/buf.h"

#include <curl/curl.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define POST_LETTERS                                                           \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define POST_LINE_MAX 2048 /* one header: its value is at most 1024 */

struct posts {
	CURLM *multi;
	const char *ca_file;
	size_t in_flight;
};

struct post {
	struct posts *posts;
	CURL *easy;
	struct curl_slist *headers;
	struct buf answer;
	size_t header_bytes;
	bool head_whole; /* the empty line after the answer's headers came */
	struct address_range allow[ADDRESS_RANGES_MAX];
	size_t allow_count;
	bool attached;        /* to the multi handle */
	bool plain;           /* http:// */
	bool too_big;         /* the answer */
	bool address_refused; /* at least one of the name's */
	bool address_opened;  /* at least one of the name's */
};

struct post_word {
	CURLcode code;
	const char *word;
};

static const struct post_word post_words[] = {
    {CURLE_COULDNT_RESOLVE_HOST, "dns"}, {CURLE_COULDNT_CONNECT, "connect"},
    {CURLE_OPERATION_TIMEDOUT, "timeout"}, {CURLE_SSL_CONNECT_ERROR, "tls"},
    {CURLE_PEER_FAILED_VERIFICATION, "tls"}, {CURLE_SSL_CIPHER, "tls"},
    {CURLE_SSL_CERTPROBLEM, "tls"}, {CURLE_SSL_ISSUER_ERROR, "tls"},
    {CURLE_SSL_INVALIDCERTSTATUS, "tls"}, {CURLE_SSL_CACERT_BADFILE, "ca_file"},
    {CURLE_UNSUPPORTED_PROTOCOL, "protocol"}, /* also: no HTTP/1 answer */
    {CURLE_WEIRD_SERVER_REPLY, "protocol"},
    {CURLE_BAD_CONTENT_ENCODING, "protocol"},
    {CURLE_FILESIZE_EXCEEDED, "too_big"}, {CURLE_GOT_NOTHING, "closed"},
    {CURLE_SEND_ERROR, "closed"}, {CURLE_RECV_ERROR, "closed"},
    {CURLE_PARTIAL_FILE, "closed"},
    {CURLE_OUT_OF_MEMORY, "too_big"}, /* so it names an endless header */
};

static const char *
post_word(const struct post *p, CURLcode code)
{
	if (code == CURLE_OK) /* libcurl is content with half a head */
		return p->head_whole ? NULL : "closed";
	if (p->too_big)
		return "too_big";
	if (p->address_refused && !p->address_opened)
		return "address_refused";
	for (size_t i = 0; i < COUNT(post_words); i++)
		if (post_words[i].code == code)
			return post_words[i].word;
	return "failed";
}

/* What libcurl calls back. */

static bool
post_may_reach(const struct post *p, const struct address *a)
{
	if (address_is_in(a, p->allow, p->allow_count))
		return true;
	return !p->plain && address_is_global(a);
}

/*
 * The only place where connections begin, after every look-up: what a name
 * pointed to when somebody checked it does not matter.
 */
static curl_socket_t
post_open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct post *p = arg;
	struct address a;
	(void)purpose; /* there is but one */
	if (address_from_sockaddr(&to->addr, &a) < 0 ||
	    !post_may_reach(p, &a)) {
		p->address_refused = true;
		return CURL_SOCKET_BAD;
	}
	p->address_opened = true;
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static size_t
post_take_header(char *bytes, size_t size, size_t count, void *arg)
{
	struct post *p = arg;
	p->head_whole = bytes[0] == '\r' || bytes[0] == '\n';
	p->header_bytes += size * count;
	if (p->header_bytes <= POST_HEADERS_MAX)
		return size * count;
	p->too_big = true;
	return 0;
}

static size_t
post_take_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct post *p = arg;
	int err = buf_add(&p->answer, bytes, size * count);
	p->too_big = err == -EMSGSIZE;
	return err < 0 ? 0 : size * count;
}

/* What a request asks for. */

static bool
post_text_fits(const char *text, const char *alphabet)
{
	return text[0] != '\0' && text[strspn(text, alphabet)] == '\0';
}

/* libcurl sends header values as they are: no line may end in one. */
static bool
post_headers_fit(const struct post_request *r)
{
	return post_text_fits(r->webhook_id, POST_LETTERS "_-") &&
	       post_text_fits(r->signature, POST_LETTERS "+/=,_ -") &&
	       post_text_fits(r->type, POST_LETTERS "_.-") &&
	       post_text_fits(r->source, POST_LETTERS "-._~:/?#@!$&*+,;=%") &&
	       r->timestamp_s >= 0 && r->timestamp_s <= POST_TIMESTAMP_MAX;
}

static bool
post_is_plain(const char *url)
{
	return strncasecmp(url, "http:", 5) == 0;
}

/* The same parser as the transfer's, so that both see the same URL. */
static bool
post_url_fits(const struct post_request *r)
{
	bool secure = strncasecmp(r->url, "https:", 6) == 0;
	if (!secure && (!post_is_plain(r->url) || r->allow_count == 0))
		return false;
	CURLU *parts = curl_url();
	bool fits = parts != NULL && curl_url_set(parts, CURLUPART_URL, r->url,
					 CURLU_DISALLOW_USER) == CURLUE_OK;
	curl_url_cleanup(parts);
	return fits;
}

const char *
post_find_fault(const struct post_request *r)
{
	if (!post_url_fits(r))
		return "bad_url";
	return post_headers_fit(r) ? NULL : "bad_header";
}

static int
post_add_header(struct post *p, const char *name, const char *value)
{
	struct buf line;
	buf_init(&line, POST_LINE_MAX);
	int err = buf_printf(&line, "%s: %s", name, value);
	struct curl_slist *all = NULL;
	if (err == 0)
		all = curl_slist_append(p->headers, line.data);
	buf_free(&line);
	if (all == NULL)
		return err < 0 ? err : -ENOMEM;
	p->headers = all;
	return 0;
}

static int
post_add_headers(struct post *p, const struct post_request *r)
{
	char stamp[24] = "";
	char date[40] = "";
	time_t at = (time_t)r->timestamp_s;
	struct tm utc = {0};
	(void)gmtime_r(&at, &utc);
	(void)strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &utc);
	(void)snprintf(stamp, sizeof(stamp), "%" PRId64, r->timestamp_s);
	const char *const headers[][2] = {
	    {"Content-Type", "application/json"}, {"webhook-id", r->webhook_id},
	    {"webhook-timestamp", stamp}, {"webhook-signature", r->signature},
	    {"ce-specversion", "1.0"}, {"ce-id", r->webhook_id},
	    {"ce-type", r->type}, {"ce-source", r->source}, {"ce-time", date},
	    {"Expect", ""}, /* empty: libcurl leaves its own out */
	};
	int err = 0;
	for (size_t i = 0; err == 0 && i < COUNT(headers); i++)
		err = post_add_header(p, headers[i][0], headers[i][1]);
	return err;
}

struct post_option {
	CURLoption option;
	long value;
};

static const struct post_option post_options[] = {
    {CURLOPT_POST, 1},
    {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
    {CURLOPT_FRESH_CONNECT, 1}, /* see post.h */
    {CURLOPT_FORBID_REUSE, 1},
    {CURLOPT_FOLLOWLOCATION, 0},
    {CURLOPT_NETRC, CURL_NETRC_IGNORED},
    {CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
    {CURLOPT_HTTP09_ALLOWED, 0},
    {CURLOPT_HTTP_CONTENT_DECODING, 0},
    {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
    {CURLOPT_SSL_VERIFYPEER, 1},
    {CURLOPT_SSL_VERIFYHOST, 2},
    {CURLOPT_CONNECTTIMEOUT_MS, POST_CONNECT_MS},
    {CURLOPT_MAXFILESIZE, POST_ANSWER_MAX},
    {CURLOPT_DNS_CACHE_TIMEOUT, POST_DNS_MEMORY_S},
    {CURLOPT_NOSIGNAL, 1},
    /* else giving up on a dead name server waits for it, all others too */
    {CURLOPT_QUICK_EXIT, 1},
};

static CURLcode
post_set_options(struct post *p)
{
	CURLcode code = CURLE_OK;
	for (size_t i = 0; code == CURLE_OK && i < COUNT(post_options); i++)
		code = curl_easy_setopt(
		    p->easy, post_options[i].option, post_options[i].value);
	return code;
}

static CURLcode
post_set_callbacks(struct post *p)
{
	CURL *e = p->easy;
	CURLcode code = curl_easy_setopt(e, CURLOPT_PRIVATE, (void *)p);
	if (code == CURLE_OK)
		code = curl_easy_setopt(
		    e, CURLOPT_OPENSOCKETFUNCTION, post_open_socket);
	if (code == CURLE_OK)
		code = curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, p);
	if (code == CURLE_OK)
		code = curl_easy_setopt(
		    e, CURLOPT_HEADERFUNCTION, post_take_header);
	if (code == CURLE_OK)
		code = curl_easy_setopt(e, CURLOPT_HEADERDATA, (void *)p);
	if (code == CURLE_OK)
		code =
		    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, post_take_body);
	if (code == CURLE_OK)
		code = curl_easy_setopt(e, CURLOPT_WRITEDATA, (void *)p);
	return code;
}

static CURLcode
post_set_words(struct post *p, const struct post_request *r)
{
	const char *scheme = p->plain ? "http" : "https";
	const struct {
		CURLoption option;
		const char *value;
	} words[] = {
	    {CURLOPT_URL, r->url},
	    {CURLOPT_PROTOCOLS_STR, scheme},
	    {CURLOPT_REDIR_PROTOCOLS_STR, "https"}, /* none are followed */
	    {CURLOPT_PROXY, ""},    /* whatever the environment says */
	    {CURLOPT_CAPATH, NULL}, /* libcurl keeps only a CA file parsed */
	    {CURLOPT_USERAGENT, "siaga"},
	};
	CURLcode code = CURLE_OK;
	for (size_t i = 0; code == CURLE_OK && i < COUNT(words); i++)
		code =
		    curl_easy_setopt(p->easy, words[i].option, words[i].value);
	if (code == CURLE_OK && p->posts->ca_file != NULL)
		code = curl_easy_setopt(
		    p->easy, CURLOPT_CAINFO, p->posts->ca_file);
	return code;
}

static CURLcode
post_set_content(struct post *p, const struct post_request *r)
{
	CURL *e = p->easy;
	CURLcode code =
	    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
	if (code == CURLE_OK)
		code = curl_easy_setopt(e, CURLOPT_HTTPHEADER, p->headers);
	if (code == CURLE_OK) /* before the body: it says how much to copy */
		code = curl_easy_setopt(
		    e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_size);
	if (code == CURLE_OK)
		code = curl_easy_setopt(e, CURLOPT_COPYPOSTFIELDS, r->body);
	return code;
}

/* Any option that does not take is fatal to the post: each one protects. */
static int
post_prepare(struct post *p, const struct post_request *r)
{
	p->easy = curl_easy_init();
	if (p->easy == NULL)
		return -ENOMEM;
	int err = post_add_headers(p, r);
	if (err < 0)
		return err;
	CURLcode code = post_set_options(p);
	if (code == CURLE_OK)
		code = post_set_callbacks(p);
	if (code == CURLE_OK)
		code = post_set_words(p, r);
	if (code == CURLE_OK)
		code = post_set_content(p, r);
	BUG_IF(code != CURLE_OK && code != CURLE_OUT_OF_MEMORY);
	return code == CURLE_OK ? 0 : -ENOMEM;
}

int
post_start(
    struct posts *posts, const struct post_request *r, struct post **ret_post)
{
	BUG_IF(r->allow_count > ADDRESS_RANGES_MAX);
	if (posts->in_flight >= POSTS_MAX)
		return -EBUSY;
	struct post *p = calloc(1, sizeof(*p));
	if (p == NULL)
		return -ENOMEM;
	p->posts = posts;
	p->plain = post_is_plain(r->url);
	p->allow_count = r->allow_count;
	for (size_t i = 0; i < r->allow_count; i++)
		p->allow[i] = r->allow[i];
	buf_init(&p->answer, POST_ANSWER_MAX);
	int err = post_prepare(p, r);
	if (err == 0 &&
	    curl_multi_add_handle(posts->multi, p->easy) != CURLM_OK)
		err = -ENOMEM;
	if (err < 0) {
		(void)post_free(p);
		return err;
	}
	p->attached = true;
	posts->in_flight++;
	*ret_post = p;
	return 0;
}

static void
post_detach(struct post *p)
{
	if (!p->attached)
		return;
	(void)curl_multi_remove_handle(p->posts->multi, p->easy);
	p->attached = false;
	p->posts->in_flight--;
}

struct post *
post_free(struct post *p)
{
	if (p == NULL)
		return NULL;
	post_detach(p);
	curl_easy_cleanup(p->easy);
	curl_slist_free_all(p->headers);
	buf_free(&p->answer);
	free(p);
	return NULL;
}

/* The set. */

int
posts_open(const char *ca_file, struct posts **ret_posts)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return -ENOMEM;
	struct posts *posts = calloc(1, sizeof(*posts));
	CURLM *multi = posts != NULL ? curl_multi_init() : NULL;
	if (multi == NULL) {
		free(posts);
		curl_global_cleanup();
		return -ENOMEM;
	}
	*posts = (struct posts){.multi = multi, .ca_file = ca_file};
	*ret_posts = posts;
	return 0;
}

struct posts *
posts_free(struct posts *posts)
{
	if (posts == NULL)
		return NULL;
	BUG_IF(posts->in_flight != 0);
	(void)curl_multi_cleanup(posts->multi);
	curl_global_cleanup();
	free(posts);
	return NULL;
}

int
posts_wait(struct posts *posts, int fd, int timeout_ms)
{
	struct curl_waitfd also = {.fd = fd, .events = CURL_WAIT_POLLIN};
	if (timeout_ms < 0)
		timeout_ms = INT_MAX;
	CURLMcode code = curl_multi_poll(
	    posts->multi, &also, fd < 0 ? 0 : 1, timeout_ms, NULL);
	return code == CURLM_OK ? 0 : -EIO;
}

int
posts_run(struct posts *posts)
{
	int running = 0;
	CURLMcode code = curl_multi_perform(posts->multi, &running);
	return code == CURLM_OK ? 0 : -EIO;
}

int
posts_rest(struct posts *posts)
{
	if (posts->in_flight > 0)
		return -EBUSY;
	CURLM *multi = curl_multi_init();
	if (multi == NULL)
		return -ENOMEM;
	(void)curl_multi_cleanup(posts->multi);
	posts->multi = multi;
	return 0;
}

static int64_t
post_retry_after_s(struct post *p)
{
	curl_off_t after_s = 0; /* libcurl reads both forms, now to HTTP-date */
	(void)curl_easy_getinfo(p->easy, CURLINFO_RETRY_AFTER, &after_s);
	if (after_s < 0)
		return 0;
	return after_s < POST_RETRY_MAX_S ? after_s : POST_RETRY_MAX_S;
}

struct post *
posts_take_done(struct posts *posts, struct post_result *ret_result)
{
	int left = 0;
	CURLMsg *message = curl_multi_info_read(posts->multi, &left);
	if (message == NULL)
		return NULL;
	CURLcode code = message->data.result; /* gone after post_detach() */
	char *arg = NULL;                     /* so libcurl types it */
	(void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &arg);
	BUG_IF(arg == NULL || message->msg != CURLMSG_DONE);
	struct post *p = (void *)arg;
	long status = 0;
	(void)curl_easy_getinfo(p->easy, CURLINFO_RESPONSE_CODE, &status);
	*ret_result = (struct post_result){
	    .status = status >= 0 && status <= 999 ? (int)status : 0,
	    .error = post_word(p, code),
	    .retry_after_s = post_retry_after_s(p),
	    .body = p->answer.data,
	    .body_size = p->answer.len,
	};
	post_detach(p);
	return p;
}

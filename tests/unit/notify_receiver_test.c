/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siaga-notify against receivers that this project did not write: the npm
 * packages in tests/webhook/receiver.mjs, and OpenSSL's server. Skipped where
 * node, its packages or openssl are not installed.
 */
#include "tests/unit/notify_harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

/* After those that it wants before it. */
#include <cmocka.h>

#define DIRECTORY "tests/webhook"
#define RECEIVER  DIRECTORY "/receiver.mjs"
#define PACKAGES  DIRECTORY "/node_modules/standardwebhooks"

/* The known answers of Standard Webhooks (facts/reliability.md 1.1). */
#define KNOWN_SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define KNOWN_PUBLIC "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="
#define KNOWN_TIME   "1614265330"
#define KNOWN_V1     "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define KNOWN_V1A                                                              \
	"v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7"   \
	"AZdpXwVLPo3mNl8EM+m7TBAg=="

static char directory[] = "/tmp/siaga-notify-XXXXXX";
static struct core core;
static struct helper helper;

static const char *
in_directory(char *path, size_t size, const char *name)
{
	(void)snprintf(path, size, "%s/%s", directory, name);
	return path;
}

static int
make_files(void **state)
{
	(void)state;
	char path[64];
	if (mkdtemp(directory) == NULL)
		return -1;
	FILE *secret = fopen(in_directory(path, sizeof(path), "secret"), "w");
	if (secret == NULL || fputs(KNOWN_SECRET "\n", secret) < 0 ||
	    fclose(secret) != 0)
		return -1;
	const char *const argv[] = {
	    "sh", DIRECTORY "/make-certificates.sh", directory, NULL};
	return helper_run(argv) ? 0 : -1;
}

static int
remove_files(void **state)
{
	(void)state;
	const char *const argv[] = {"rm", "-r", directory, NULL};
	return helper_run(argv) ? 0 : -1;
}

static int
stop(void **state)
{
	(void)state;
	helper_stop(&helper);
	if (core.pid != 0)
		core_stop(&core);
	return 0;
}

/* certificate: NULL for http, else the name of its files. */
static void
start(const char *certificate, const char *ca)
{
	char secret[64], files[128], ca_file[64];
	const char *argv[] = {harness_env("NODE", "node"), RECEIVER, "--port",
	    "0", "--secret-file",
	    in_directory(secret, sizeof(secret), "secret"), "--public-key",
	    KNOWN_PUBLIC, "--clock", KNOWN_TIME, NULL, NULL, NULL};
	if (access(PACKAGES, F_OK) < 0)
		skip();
	if (certificate != NULL) {
		(void)snprintf(files, sizeof(files), "%s/%skey.pem,%s/%s.pem",
		    directory, strcmp(certificate, "cert") == 0 ? "" : "other.",
		    directory, certificate);
		argv[10] = "--tls";
		argv[11] = files;
	}
	helper_start(&helper, argv, "ready port=");
	struct core_options options = {0};
	if (ca != NULL)
		options.ca_file = in_directory(ca_file, sizeof(ca_file), ca);
	core_start(&core, &options);
}

/* The known answer, as a post to host; signature NULL: the right ones. */
static json_t *
deliver(const char *host, const char *signature)
{
	char url[64];
	(void)snprintf(url, sizeof(url), "%s:%d/hook", host, helper.port);
	struct delivery d = {.url = url,
	    .webhook_id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
	    .timestamp_s = 1614265330,
	    .signature = signature != NULL ? signature : KNOWN_V1 " " KNOWN_V1A,
	    .body = "{\"test\": 2432232314}"};
	return core_deliver(&core, &d);
}

static void
check(const char *host, const char *signature, int status, const char *error)
{
	json_t *done = deliver(host, signature);
	core_check_done(done, status, error);
	json_decref(done);
}

static void
test_verified(void **state)
{
	(void)state;
	start(NULL, NULL);
	check("http://127.0.0.1", NULL, 200, NULL);
	check("http://localhost", NULL, 200, NULL);
}

/* While keys are changed the old one signs as well. */
static void
test_several_signatures(void **state)
{
	(void)state;
	start(NULL, NULL);
	check("http://127.0.0.1", "v1,AAAA " KNOWN_V1 " v1a,BBBB " KNOWN_V1A,
	    200, NULL);
	check("http://127.0.0.1", "v1,AAAA " KNOWN_V1A, 401, NULL);
	check("http://127.0.0.1", KNOWN_V1 " v1a,BBBB", 401, NULL);
}

static void
test_tls(void **state)
{
	(void)state;
	start("cert", "ca.pem");
	check("https://127.0.0.1", NULL, 200, NULL);
	check("https://localhost", NULL, 200, NULL);
	check("http://127.0.0.1", NULL, 0, "closed");
}

static void
test_tls_unknown_authority(void **state)
{
	(void)state;
	start("cert", NULL);
	check("https://127.0.0.1", NULL, 0, "tls");
}

static void
test_tls_other_name(void **state)
{
	(void)state;
	start("other", "ca.pem");
	check("https://127.0.0.1", NULL, 0, "tls");
	check("https://localhost", NULL, 0, "tls");
}

static void
test_no_ca_file(void **state)
{
	(void)state;
	start("cert", "missing.pem");
	check("https://127.0.0.1", NULL, 0, "ca_file");
}

static void
serve_version(const char *version)
{
	char key[64], certificate[64], ca_file[64];
	const char *const argv[] = {"openssl", "s_server", "-accept",
	    "127.0.0.1:0", "-key", in_directory(key, sizeof(key), "key.pem"),
	    "-cert", in_directory(certificate, sizeof(certificate), "cert.pem"),
	    "-cipher", "DEFAULT:@SECLEVEL=0", "-www", version, NULL};
	helper_start(&helper, argv, "ACCEPT");
	core_start(&core,
	    &(struct core_options){
		.ca_file = in_directory(ca_file, sizeof(ca_file), "ca.pem")});
}

static void
test_old_tls(void **state)
{
	(void)state;
	serve_version("-tls1_1");
	check("https://127.0.0.1", NULL, 0, "tls");
}

/* That the test before can fail: the same server, a version later. */
static void
test_tls_1_2(void **state)
{
	(void)state;
	serve_version("-tls1_2");
	json_t *done = deliver("https://127.0.0.1", NULL);
	const char *error = wire_str(done, "error");
	assert_true(error == NULL || strcmp(error, "tls") != 0);
	json_decref(done);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(test_verified, stop),
	    cmocka_unit_test_teardown(test_several_signatures, stop),
	    cmocka_unit_test_teardown(test_tls, stop),
	    cmocka_unit_test_teardown(test_tls_unknown_authority, stop),
	    cmocka_unit_test_teardown(test_tls_other_name, stop),
	    cmocka_unit_test_teardown(test_no_ca_file, stop),
	    cmocka_unit_test_teardown(test_old_tls, stop),
	    cmocka_unit_test_teardown(test_tls_1_2, stop),
	};
	return cmocka_run_group_tests(tests, make_files, remove_files);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siaga.conf: every fault with its line, and what a good one says. */
#include "gateway/lib/conf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PATH   "/tmp/siaga_conf_test.conf"
#define SECRET "/tmp/siaga_conf_test.secret"
#define GOOD                                                                   \
	"[siaga]\nstate_dir = /tmp/x\ntemplates = /tmp\n"                      \
	"[cover]\nname = Info Desa\n"                                          \
	"[modem a]\ndevice = /dev/null\nnumber = +6281200000001\n"

#define USSD(name, keys) GOOD "[ussd " name "]\n" keys
#define CIDR             "allow_cidr = 10.0.0.0/8\n"
#define AT               "path = /ussd/at\n" CIDR
#define TWO_SECRETS      "/tmp/siaga_conf_test.secrets"
#define SECRETS          "secret_file = " TWO_SECRETS "\n"
#define PATH_SECRET      "/tmp/siaga_conf_test.of_path"
#define DIALECT                                                                \
	"session = s\ninput = i\ninputs = last\nmore = C {text}\n"             \
	"end = E {text}\n"

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static const struct {
	const char *text, *fault; /* NULL: there is none */
} conf_rows[] = {
    {GOOD, NULL},
    {GOOD "  texts_per_day = 5 ; comment\n  alert_reserve = 1\n", NULL},
    {GOOD "colour = red\n", ":9: unknown key colour in [modem a]"},
    {GOOD "devise = x\n", "the nearest known one is device"},
    {GOOD "[modme b]\n", ":9: unknown section [modme b]"},
    {GOOD "[web]\nlisten = 127.0.0.1:99999\n",
	":10: listen = 127.0.0.1:99999: expected address:port"},
    {GOOD "[web]\nlisten = 0.0.0.0:8080\n", ":9: [web] listen is not loopback"},
    {GOOD "device = /dev/zero\n", ":9: second device in [modem a]"},
    {GOOD "[modem a]\ndevice = /dev/zero\n", ":9: second section [modem a]"},
    {GOOD "[modem b]\n", "[modem b] has no device"},
    {GOOD "[modem ../b]\ndevice = x\n", "the name is not usable"},
    {GOOD "texts_per_day = many\n", "expected a whole number from 1 to"},
    {GOOD "texts_per_day = 0\n", "expected a whole number from 1 to"},
    {GOOD "texts_per_day = 10\n", ":6: [modem a] alert_reserve is larger"},
    {GOOD "pin_file = /nonexistent\n", "expected a file that can be read"},
    {GOOD "nonsense\n", ":9: neither [section], key = value nor comment"},
    {GOOD "[alert high]\nofficer = soon\n", "expected a time like"},
    {GOOD "[alert high]\nofficer = 5m\ncadre = next-workday\n", NULL},
    {GOOD "[webhook o]\nurl = http://h/\nsecret_file = " SECRET
	  "\nrecipient = office\n",
	"url is http://, expected https://"},
    {GOOD "[webhook o]\nurl = http://h/\nsecret_file = " SECRET
	  "\nrecipient = office\nallow_cidr = 10.0.0.0/8\n",
	NULL},
    {GOOD "[webhook o]\nurl = https://h/\nsecret_file = " PATH
	  "\nrecipient = office\n",
	"expected one line: whsec_"},
    {GOOD "[webhook o]\nurl = https://h/\nsecret_file = " SECRET
	  "\nrecipient = everybody\n",
	"expected one of: office cadre"},
    {GOOD "[webhook o]\nurl = https://h/\nsecret_file = " SECRET
	  "\nrecipient = office\nevents = report.eaten\n",
	"expected event types"},
    {GOOD "[webhook o]\nurl = https://h/\nsecret_file = " SECRET
	  "\nrecipient = office\nfields = code urgensy\n",
	":13: unknown field urgensy in [webhook o], the nearest known one is "
	"urgency"},
    {GOOD "[webhook o]\nurl = https://h/\nsecret_file = " SECRET
	  "\nfields = number\nrecipient = office\n",
	":12: unknown field number"},
    {GOOD "[webhook o]\nurl = https://h/\nsecret_file = " SECRET
	  "\nrecipient = cadre\nfields = reference code\n",
	NULL},
    {GOOD "[webhook o]\nurl = https://h/\nsecret_file = " SECRET
	  "\nrecipient = office\nallow_cidr = 10.0.0.0/33\n",
	"expected networks like"},
    {USSD("at", "path = /ussd/at\n"), ":9: [ussd at] has neither"},
    {USSD("at", AT), NULL},
    {USSD("at", "path = ussd\n" CIDR), "expected a path like /ussd/at"},
    {USSD("at", "path = /ussd/../x\n" CIDR), "expected a path like"},
    {USSD("at", "path = /ussd/\n" CIDR), "expected a path like /ussd/at"},
    {USSD("at", AT "end_path = /ussd/at\n"), "has one path twice"},
    {USSD("at", AT) "[ussd b]\npath = /b\nend_path = /ussd/at\n" CIDR,
	":12: [ussd at] and [ussd b] share a path"},
    {USSD("at", AT) "[ussd b]\npath = /ussd/at/b\n" CIDR,
	":12: [ussd at] and [ussd b] share a path"},
    {USSD("at", AT) "[ussd b]\npath = /ussd\n" CIDR, "share a path"},
    {USSD("at", AT) "[ussd b]\npath = /ussd/atb\n" CIDR, NULL},
    {USSD("at", AT "end_path = /ussd/at/end\n"), NULL},
    {USSD("at", "path = /a\nallow_cidr = ::/0\n"),
	":9: [ussd at] lets everybody in"},
    {USSD("at", "path = /a\nallow_cidr = 0.0.0.0/0\n" SECRETS), NULL},
    {USSD("at", "path = /a\nallow_cidr = ,\n"), "expected networks like"},
    {USSD("at", AT "auth = path\n"), "has auth without a secret"},
    {USSD("at", AT) "[ussd]\nlisten = localhost:8081\n",
	"expected address:port, like 127.0.0.1:8080"},
    {USSD("at", AT) "[ussd]\nlisten = [::1]:8081\n", NULL},
    {USSD("at", AT) "[ussd]\nlisten = ::1:8081\n", "expected address:port"},
    {USSD("at", AT "dialect = hubtell\n"),
	":9: [ussd at] has the unknown dialect hubtell, the nearest known one "
	"is hubtel"},
    {USSD("at", AT "dialect = mine\n") "[dialect mine]\n" DIALECT, NULL},
    {USSD("at", AT "dialect = mein\n") "[dialect mine]\n" DIALECT,
	"the nearest known one is mine"},
    {GOOD "[dialect nalo]\n" DIALECT, ":9: [dialect nalo] has the name of a"},
    {GOOD "[dialect m]\nsession = s\ninput = i\ninputs = last\n",
	":9: [dialect m] expected answer, or more and end"},
    {GOOD "[dialect m]\nmore = C {text}\n", "[dialect m] has no session"},
    {GOOD "[dialect m]\n" DIALECT "first = Type\n", "first is malformed"},
    {GOOD "[dialect m]\n" DIALECT "ends = A=1 B\n", "ends is malformed"},
    {GOOD "[dialect m]\n" DIALECT "ends = A=1 B=2\n", NULL},
    {GOOD "[dialect m]\n" DIALECT "method = GET\nformat = json\n",
	"a GET has no JSON"},
    {GOOD "[dialect m]\n" DIALECT "sesion = x\n", "the nearest known one is "
						  "session"},
    {USSD("at", AT SECRETS), NULL},
    {USSD("at", AT "secret_file = " PATH "\n"), "expected one secret a line"},
    {USSD("at", AT SECRETS "auth = cookie x\n"),
	":13: auth = cookie x: expected header NAME"},
    {USSD("at", AT SECRETS "auth = path\n"), "expected secrets of letters"},
    {USSD("at", AT SECRETS
	 "dialect = m\nauth = hmac-sha256 X-Sig\n") "[dialect m]\nmethod = "
						    "GET\n" DIALECT,
	"expected one of POST"},
    {USSD("at", AT) "[ussd]\nlisten = 10.0.0.1:81\n",
	":12: [ussd] listen is not loopback"},
    {USSD("at", AT) "[ussd]\ntls_key = /k\n", ":12: [ussd] has one of tls_"},
    {USSD("at", AT) "[ussd]\nlisten = 127.0.0.1:1\n[web]\nlisten = "
		    "127.0.0.1:1\n",
	":12: [ussd] and [web] share a listen"},
    {USSD("at", AT) "[ussd]\nlisten = 127.0.0.1:0\n[web]\nlisten = "
		    "127.0.0.1:0\n",
	NULL},
    {USSD("at", AT) "[ussd]\nproxies = 10.0.0.1 fd00::/8\n", NULL},
    {USSD("at", AT) "[ussd]\nproxies = proxy.local\n", "expected networks"},
    {"device = x\n" GOOD, ":1: device stands before any section"},
    {"[siaga]\ntemplates = /tmp\n[modem a]\ndevice = x\n",
	"no section [cover]"},
    {"[siaga]\ntemplates = /tmp\n[cover]\nhours = x\n", "[cover] has no name"},
    {"[siaga]\ntemplates = /tmp\n[cover]\nname = Info Warga\n",
	":3: [cover] name is still the example's"},
    {"[siaga]\ntemplates = /tmp\n[cover]\nname = A very long name\n",
	"expected 2 to 12 characters of the GSM alphabet"},
    {"[siaga]\ntemplates = /tmp\n[cover]\nname = Info \xe2\x9c\x93\n",
	"expected 2 to 12 characters of the GSM alphabet"},
    {"[siaga]\ntemplates = /tmp\ntimezone = Mars/Base\n[cover]\nname = X Y\n",
	"expected a time zone"},
    {"[siaga]\ntemplates = /nonexistent\n[cover]\nname = X Y\n",
	"expected a folder that can be read"},
    {"[siaga]\ntemplates = /tmp\ncountry = 062\n[cover]\nname = X Y\n",
	"expected a calling code"},
};

static void
table(void **state)
{
	(void)state;
	write_file(
	    SECRET, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr\n");
	write_file(PATH_SECRET, "abcdefghijklmnop\n");
	write_file(TWO_SECRETS, "abcdefghijklmno+\n\nabcdefghijklmnop\r\n");
	for (size_t i = 0; i < sizeof(conf_rows) / sizeof(*conf_rows); i++) {
		struct conf conf;
		struct faults faults;
		faults_init(&faults);
		write_file(PATH, conf_rows[i].text);
		conf_read(&conf, PATH, &faults);
		const char *said =
		    faults.text.data == NULL ? "" : faults.text.data;
		bool fits = conf_rows[i].fault == NULL
				? faults.count == 0
				: strstr(said, conf_rows[i].fault) != NULL &&
				      faults.count > 0;
		if (!fits)
			print_error("row %zu: expected \"%s\", got:\n%s", i,
			    conf_rows[i].fault, said);
		assert_true(fits);
		conf_free(&conf);
		faults_free(&faults);
	}
}

static void
all_faults_at_once(void **state)
{
	struct conf conf;
	struct faults faults;
	(void)state;
	faults_init(&faults);
	write_file(PATH, GOOD "a = 1\nb = 2\n[nope]\n[modem b]\n");
	conf_read(&conf, PATH, &faults);
	assert_int_equal(faults.count, 4);
	conf_free(&conf);
	faults_free(&faults);
}

static void
values(void **state)
{
	struct conf conf, now;
	struct faults faults;
	(void)state;
	faults_init(&faults);
	write_file(PATH, GOOD "[alert high]\nofficer = 7m\n");
	conf_read(&conf, PATH, &faults);
	assert_int_equal(faults.count, 0);
	assert_string_equal(conf.siaga.language, "id");
	assert_string_equal(conf.siaga.timezone, "Asia/Jakarta");
	assert_string_equal(conf.cover.plain_word, "AMAN");
	assert_int_equal(conf.modem_count, 1);
	assert_string_equal(conf.modems[0].name, "a");
	assert_string_equal(conf.modems[0].connection, "dku2at");
	assert_int_equal(conf.modems[0].texts_per_day, 2000);
	assert_int_equal(conf.alerts[CONF_HIGH].officer_s, 420);
	assert_int_equal(conf.alerts[CONF_HIGH].contact_s, 900);
	assert_int_equal(conf.alerts[CONF_MEDIUM].officer_s, 21600);
	assert_int_equal(conf.alerts[CONF_LOW].officer_s, CONF_NEXT_WORKDAY);
	write_file(PATH, GOOD "texts_per_day = 900\n[alert high]\n"
			      "officer = 7m\n");
	conf_read(&now, PATH, &faults);
	assert_string_equal(conf_needs_restart(&conf, &now), "texts_per_day");
	assert_null(conf_needs_restart(&now, &now));
	conf_free(&conf);
	conf_free(&now);
	faults_free(&faults);
}

#define HOOK                                                                   \
	"[webhook o]\nurl = https://h/\nsecret_file = " SECRET "\nrecipient "  \
	"= "

/* A field that a recipient is never told is a warning; the default is none. */
static void
fields_never_told(void **state)
{
	static const struct {
		const char *text, *warning; /* NULL: there is none */
	} rows[] = {
	    {GOOD HOOK "cadre\n", NULL},
	    {GOOD HOOK "cadre\nfields = reference\n", NULL},
	    {GOOD HOOK "cadre\nfields = code\n",
		":13: warning: [webhook o] is never told the field code: its "
		"recipient "
		"is cadre, which is told a reference"},
	    {GOOD HOOK "police\nfields = code phone\n",
		":13: warning: [webhook o] is never told the field phone"},
	    {GOOD HOOK "office\nfields = code phone\n", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct conf conf;
		struct faults faults;
		faults_init(&faults);
		write_file(PATH, rows[i].text);
		conf_read(&conf, PATH, &faults);
		assert_int_equal(faults.count, 0);
		assert_int_equal(faults.warnings, rows[i].warning != NULL);
		if (rows[i].warning != NULL)
			assert_non_null(
			    strstr(faults.text.data, rows[i].warning));
		conf_free(&conf);
		faults_free(&faults);
	}
}

static void
the_example_is_refused_for_its_name_alone(void **state)
{
	struct conf conf;
	struct faults faults;
	(void)state;
	faults_init(&faults);
	conf_read(&conf, "config/siaga.conf", &faults);
	assert_non_null(strstr(faults.text.data, "still the example's"));
	/* and, before an installation, for the templates' folder */
	assert_true(faults.count <= 2);
	conf_free(&conf);
	faults_free(&faults);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table),
	    cmocka_unit_test(all_faults_at_once),
	    cmocka_unit_test(values),
	    cmocka_unit_test(fields_never_told),
	    cmocka_unit_test(the_example_is_refused_for_its_name_alone),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(PATH);
	(void)unlink(SECRET);
	return failed;
}

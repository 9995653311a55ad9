/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Slots are filled once; the shipped papers are clean in every language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "gateway/core/documents.h"
#include "gateway/core/slots.h"

static const char *
lookup(const void *arg, const char *slot)
{
	return json_string_value(json_object_get(arg, slot));
}

static void
filled(const char *text, int err, const char *result, size_t stopped)
{
	struct buf out;
	const char *end;
	json_t *values =
	    json_pack("{s:s, s:s}", "one", "{two} {", "two", "second");
	buf_init(&out, 64);
	assert_int_equal(slots_fill(text, lookup, values, &out, &end), err);
	assert_int_equal(end - text, stopped);
	assert_string_equal(out.data == NULL ? "" : out.data, result);
	buf_free(&out);
	json_decref(values);
}

static void
test_slots(void **state)
{
	(void)state;
	filled("", 0, "", 0);
	filled("a {two} b", 0, "a second b", 9);
	filled("{one}", 0, "{two} {", 5);
	filled("x {three} y", -ENOENT, "x ", 2);
	filled("x\n{two", -ENOENT, "x\n", 2);
	filled("{}", -ENOENT, "", 0);
	filled("{a name that is far too long for any slot}", -ENOENT, "", 0);
	filled("{two}{two}{two}{two}{two}{two}{two}{two}{two}{two}{two}",
	    -EMSGSIZE,
	    "secondsecondsecondsecondsecondsecondsecondsecondsecondsecond", 55);
}

static void
test_shipped(void **state)
{
	(void)state;
	struct faults faults;
	faults_init(&faults);
	documents_check("templates", &faults);
	assert_string_equal(
	    faults.text.data == NULL ? "" : faults.text.data, "");
	documents_check("/nonexistent", &faults);
	assert_int_equal(faults.count, 10); /* four papers, phrases; id, en */
	faults.lenient = true;
	documents_check("/nonexistent", &faults);
	assert_int_equal(faults.count, 10);
	assert_int_equal(faults.warnings, 10);
	faults_free(&faults);
	assert_true(documents_speaks("id") && documents_speaks("en"));
	assert_false(documents_speaks("jv") || documents_speaks(""));
	assert_false(documents_has("") || documents_has("dpia.md"));
	assert_true(documents_slot("dpia", "left"));
	assert_false(documents_slot("dpia", "made"));
	assert_true(documents_slot("receipt", "code"));
	assert_false(documents_slot("dpia", "code"));
	assert_int_equal(documents_slots("receipt"), 15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_slots),
	    cmocka_unit_test(test_shipped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

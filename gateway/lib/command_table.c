/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command_table.h"

#include <string.h>

#define AFTER                                                                  \
	{                                                                      \
		"after", COMMAND_OPTION, true, 24,                             \
		    "go on after this page's `next`"                           \
	}
#define END                                                                    \
	{                                                                      \
		NULL, COMMAND_FLAG, true, 0, NULL                              \
	}

#define CODE                                                                   \
	{                                                                      \
		"code", COMMAND_WORD, false, 8, "the report's code"            \
	}
#define BY                                                                     \
	{                                                                      \
		"by", COMMAND_OPTION, true, 32, "your name, for the record"    \
	}
#define REASON                                                                 \
	{                                                                      \
		"reason", COMMAND_OPTION, true, 300, "why; kept sealed"        \
	}

const struct command_row command_table[] = {
    {"status", "status", "is everything running? one line a part", {END}, 0,
	false},
    {"report.list", "report list", "reports, newest first",
	{{"quarantine", COMMAND_FLAG, true, 0,
	     "only what could not be read as a report"},
	    {"detail", COMMAND_FLAG, true, 0,
		"calls to be made and floods; people are always shown them"},
	    AFTER, END},
	0, false},
    {"report.queue", "report queue",
	"what is open: emergencies, urgency, deadline, age; and searches over "
	"what is not sealed",
	{{"code", COMMAND_OPTION, true, 8, "codes that begin so"},
	    {"village", COMMAND_OPTION, true, 64, "hers: a code, or a name"},
	    {"form", COMMAND_OPTION, true, 8, "how it came: sms, call or ussd"},
	    {"state", COMMAND_OPTION, true, 16,
		"new, closed, erase_pending or erased"},
	    {"urgency", COMMAND_OPTION, true, 8, "high, medium or low"},
	    {"from", COMMAND_OPTION, true, 10,
		"filed on this day or later, YYYY-MM-DD"},
	    {"to", COMMAND_OPTION, true, 10, "filed on this day or before"},
	    {"officer", COMMAND_OPTION, true, 32,
		"who has it, or whom it is assigned to: an id"},
	    {"unowned", COMMAND_FLAG, true, 0, "only what nobody has"},
	    {"quarantine", COMMAND_FLAG, true, 0,
		"only what could not be read as a report"},
	    {"closed", COMMAND_FLAG, true, 0, "in all states, also closed"},
	    {"limit", COMMAND_OPTION, true, 3, "rows of a page, 1 to 100"},
	    {"after", COMMAND_OPTION, true, 60,
		"go on after this page's `next`"},
	    END},
	COMMAND_ANY_PERSON, false},
    {"report.show", "report show", "one report with its thread",
	{{"code", COMMAND_WORD, false, 8, "the report's code"}, AFTER, END}, 0,
	false},
    {"report.take", "report take",
	"you will make the call she asked for: within ten minutes she is told",
	{CODE, BY, END}, COMMAND_CASEWORK, true},
    {"report.urgency", "report urgency",
	"your triage: high, medium or low; lowering takes a --reason",
	{CODE, {"urgency", COMMAND_WORD, false, 8, "high, medium or low"},
	    REASON, BY, END},
	COMMAND_CASEWORK, true},
    {"report.reply", "report reply",
	"write to her: leaves in a window she set, or is offered when she "
	"next writes",
	{CODE,
	    {"text", COMMAND_WORD, true, 640,
		"your words, one message of 160 characters"},
	    {"template", COMMAND_OPTION, true, 8,
		"a text of the dialogue instead, such as R10"},
	    {"withdraw", COMMAND_FLAG, true, 0,
		"take back what has not left yet"},
	    BY, END},
	COMMAND_CASEWORK, true},
    {"report.find", "report find",
	"words or a number in the texts of what is open, or of a period; in "
	"memory alone, and as far as your key opens them",
	{{"words", COMMAND_SECRET, false, 160, "Words or a number to look for"},
	    {"from", COMMAND_OPTION, true, 10,
		"filed on this day or later, closed ones too"},
	    {"to", COMMAND_OPTION, true, 10, "filed on this day or before"},
	    {"after", COMMAND_OPTION, true, 60,
		"go on after this piece's `next`"},
	    END},
	COMMAND_CASEWORK, false},
    {"report.preview", "report preview",
	"what would become of a text to her: how long it is, whether it may "
	"leave, and when",
	{CODE, {"text", COMMAND_WORD, true, 640, "your words"},
	    {"template", COMMAND_OPTION, true, 8,
		"a text of the dialogue instead, such as R10"},
	    END},
	COMMAND_CASEWORK, false},
    {"report.note", "report note",
	"a note for colleagues, sealed with the report; she never sees it",
	{CODE, {"text", COMMAND_WORD, false, 1000, "your words"}, BY, END},
	COMMAND_CASEWORK, true},
    {"report.handover", "report handover",
	"somebody else takes it over and is asked at once; until then it goes "
	"on as if nobody had it",
	{CODE, {"to", COMMAND_OPTION, false, 32, "an officer's id"}, REASON, BY,
	    END},
	COMMAND_CASEWORK, true},
    {"report.override", "report override",
	"send the waiting answer outside her windows: two steps, a person, a "
	"reason; not after STOP, nor to a number silent for 60 days",
	{CODE, REASON,
	    {"confirm", COMMAND_OPTION, true, 24,
		"the word that the first step gave you"},
	    BY, END},
	COMMAND_CASEWORK, true},
    {"report.confirm", "report confirm", "what she told you by voice",
	{CODE,
	    {"reporter", COMMAND_OPTION, true, 8,
		"whose report it is: self or other (told by somebody else)"},
	    {"phone", COMMAND_OPTION, true, 8,
		"whose phone: own, shared, his or unknown"},
	    {"consent", COMMAND_OPTION, true, 8,
		"letters of KMPJHR whom we may tell, or none"},
	    {"cadre", COMMAND_OPTION, true, 8,
		"a cadre: yes, no, or other (of another village)"},
	    {"village", COMMAND_OPTION, true, 64,
		"hers: a code or a name of the roster"},
	    {"window", COMMAND_OPTION, true, 8,
		"1 to 4 and T or S, or N for never"},
	    {"word", COMMAND_OPTION, true, 20,
		"her safe word: -, and then the word by itself"},
	    {"wrong-number", COMMAND_FLAG, true, 0,
		"SALAH SAMBUNG: another person answered"},
	    BY, END},
	COMMAND_CASEWORK, true},
    {"report.release", "report release",
	"a text in quarantine is a person's after all: an ordinary report",
	{CODE, REASON, BY, END}, COMMAND_CASEWORK, true},
    {"report.erase", "report erase",
	"erase a report for good, or refuse what HAPUS YA asked",
	{CODE, REASON,
	    {"refuse", COMMAND_FLAG, true, 0,
		"keep it: erasing would endanger somebody (UU PDP 41)"},
	    BY, END},
	COMMAND_CASEWORK, true},
    {"report.join", "report join",
	"two reports are of one person: the second goes on in the first",
	{CODE, {"other", COMMAND_WORD, false, 8, "the report that is joined"},
	    REASON, BY, END},
	COMMAND_CASEWORK, true},
    {"report.close", "report close",
	"close a report; --agreed: with her, and she is told in her window",
	{CODE, REASON,
	    {"agreed", COMMAND_FLAG, true, 0, "she agreed to close it"},
	    {"reopen", COMMAND_FLAG, true, 0, "open it again"}, BY, END},
	COMMAND_CASEWORK, true},
    {"report.assign", "report assign",
	"after triage: from now on only these people and supervisors open it",
	{CODE,
	    {"to", COMMAND_OPTION, false, 300,
		"ids of officers, commas between"},
	    REASON, BY, END},
	COMMAND_CASEWORK, true},
    {"report.reveal", "report reveal",
	"the number she writes from; the reason stays, sealed",
	{CODE, REASON, END}, COMMAND_CASEWORK, true},
    {"report.same", "report same",
	"open reports that came from one number, as far as your key opens "
	"them",
	{END}, COMMAND_CASEWORK, false},
    {"report.receipt", "report receipt",
	"what became of an erasure, as a paper: when it was asked, decided, "
	"done",
	{CODE,
	    {"language", COMMAND_OPTION, true, 8,
		"id or en; else the language of the configuration"},
	    END},
	0, true},
    {"report.export", "report export",
	"many reports at once: one asks, another supervisor approves, then "
	"the first reads",
	{REASON, {"from", COMMAND_OPTION, true, 10, "first day, YYYY-MM-DD"},
	    {"to", COMMAND_OPTION, true, 10, "last day"},
	    {"approve", COMMAND_OPTION, true, 10, "the ticket of the other"},
	    {"ticket", COMMAND_OPTION, true, 10, "yours, once approved"}, AFTER,
	    END},
	COMMAND_OFFICER | COMMAND_SUPERVISOR, true},
    {"unlock", "unlock",
	"begin a session: your key is in memory until you lock it or leave it "
	"unused",
	{{"person", COMMAND_WORD, false, 32, "your id"},
	    {"passphrase", COMMAND_SECRET, false, 128, "your passphrase"},
	    {"code", COMMAND_CODE, true, 6, "of your second factor"}, END},
	0, false},
    {"totp.begin", "totp begin",
	"a second factor: a picture for the app on your phone", {END},
	COMMAND_ANY_PERSON, true},
    {"totp.confirm", "totp confirm",
	"the six digits that the app shows now; from then on they are asked "
	"for",
	{{"code", COMMAND_WORD, false, 6, "six digits"}, END},
	COMMAND_ANY_PERSON, true},
    {"totp.reset", "totp reset",
	"take away a person's second factor: the phone is lost",
	{{"person", COMMAND_WORD, false, 32, "the id"}, END}, COMMAND_STAFFING,
	true},
    {"session.show", "session", "who you are here, and what you may do", {END},
	COMMAND_ANY_PERSON, false},
    {"token.add", "token add",
	"a token for a script: it reads what anybody without a key sees; shown "
	"only now",
	{{"name", COMMAND_WORD, false, 32, "a name: a-z 0-9 . _ -"},
	    {"scopes", COMMAND_OPTION, false, 64,
		"of: status reports alerts outbox events; commas between"},
	    END},
	COMMAND_SUPERVISOR | COMMAND_ADMINISTRATOR, true},
    {"token.list", "token", "tokens of scripts", {END},
	COMMAND_SUPERVISOR | COMMAND_ADMINISTRATOR | COMMAND_AUDITOR, false},
    {"token.remove", "token remove", "a token opens nothing any more",
	{{"name", COMMAND_WORD, false, 32, "its name"}, END},
	COMMAND_SUPERVISOR | COMMAND_ADMINISTRATOR, true},
    {"lock", "lock", "end your session", {END}, COMMAND_ANY_PERSON, true},
    {"people.list", "people", "who is who, and who has a key",
	{{"all", COMMAND_FLAG, true, 0, "also those who have left"}, AFTER,
	    END},
	0, false},
    {"people.add", "people add", "a person of the office, or a change",
	{{"person", COMMAND_WORD, false, 32, "an id: a-z 0-9 . _ -"},
	    {"role", COMMAND_OPTION, true, 16,
		"officer, supervisor, coordinator, administrator or auditor"},
	    {"name", COMMAND_OPTION, true, 64, "the name that officers read"},
	    {"number", COMMAND_OPTION, true, 20, "for alerts and codes"},
	    {"from", COMMAND_OPTION, true, 10, "first day, YYYY-MM-DD"},
	    {"to", COMMAND_OPTION, true, 10, "last day, YYYY-MM-DD"}, END},
	COMMAND_STAFFING, true},
    {"people.remove", "people remove",
	"a person has left: the key goes too, and new cases get a new one",
	{{"person", COMMAND_WORD, false, 32, "the id"}, REASON, END},
	COMMAND_STAFFING, true},
    {"people.ring", "people ring",
	"ring a person's phone: a test that it wakes you",
	{{"person", COMMAND_WORD, false, 32, "the id"}, END},
	COMMAND_STAFFING | COMMAND_OFFICER, true},
    {"key.init", "key init",
	"the first supervisor's key; --key-file first-officer.key, which it "
	"replaces",
	{{"person", COMMAND_WORD, false, 32, "the supervisor's id"},
	    {"passphrase", COMMAND_SECRET_NEW, false, 128,
		"a passphrase of 12 characters or more"},
	    {"name", COMMAND_OPTION, true, 64, "the name that officers read"},
	    END},
	COMMAND_FIRST, true},
    {"key.officer", "key officer",
	"give a person of the office a key, or a new one when the passphrase "
	"is forgotten; the person types it",
	{{"person", COMMAND_WORD, false, 32, "the id, see siaga people"},
	    {"passphrase", COMMAND_SECRET_NEW, false, 128,
		"that person's passphrase, 12 characters or more"},
	    END},
	COMMAND_SUPERVISOR | COMMAND_RECOVERY, true},
    {"key.rotate", "key rotate",
	"a new key of your own under a new passphrase, and a new one for new "
	"cases",
	{{"passphrase", COMMAND_SECRET_NEW, false, 128,
	     "your new passphrase, 12 characters or more"},
	    END},
	COMMAND_ANY_PERSON, true},
    {"key.revoke", "key revoke",
	"take a person's key away; new cases get a new one",
	{{"person", COMMAND_WORD, false, 32, "the id"}, REASON, END},
	COMMAND_STAFFING, true},
    {"key.recovery", "key recovery",
	"let the offline key open everything: the line that `siaga key paper` "
	"printed",
	{{"public", COMMAND_WORD, false, 128, "siaga-recovery-..."}, END},
	COMMAND_SUPERVISOR | COMMAND_FIRST, true},
    {"key.list", "key", "who holds a key, and whether one is on paper", {END},
	0, false},
    {"alert.list", "alert", "who was asked, and what they said",
	{{"open", COMMAND_FLAG, true, 0, "only what is not answered or done"},
	    AFTER, END},
	0, false},
    {"alert.accept", "alert accept",
	"you come: call her within the time; the code of the alert or report",
	{{"alert", COMMAND_WORD, false, 8, "its code"}, BY, END},
	COMMAND_CASEWORK | COMMAND_COORDINATOR, true},
    {"alert.decline", "alert decline", "you cannot: the next one is asked",
	{{"alert", COMMAND_WORD, false, 8, "its code"}, BY, END},
	COMMAND_CASEWORK | COMMAND_COORDINATOR, true},
    {"alert.outcome", "alert outcome",
	"what came of it: contacted, referred, safe, no_contact_wanted or "
	"not_reached; of a cadre: called, done or not_needed",
	{{"alert", COMMAND_WORD, false, 8, "its code"},
	    {"outcome", COMMAND_WORD, false, 20, "one of these words"}, BY,
	    END},
	COMMAND_CASEWORK | COMMAND_COORDINATOR, true},
    {"report.exclude", "report exclude",
	"this person must not hear of it: kin, household, conflict",
	{CODE, {"person", COMMAND_WORD, false, 32, "the id"}, BY, END},
	COMMAND_CASEWORK, true},
    {"people.kin", "people kin",
	"two people of one household: who must not hear of a report keeps the "
	"other from it too",
	{{"person", COMMAND_WORD, false, 32, "an id"},
	    {"other", COMMAND_WORD, false, 32, "another"},
	    {"remove", COMMAND_FLAG, true, 0, "not any more"}, END},
	COMMAND_STAFFING | COMMAND_OFFICER, true},
    {"drill", "drill",
	"LATIHAN: asks the cadres as an alert would, and counts who answers; "
	"no reporter is ever texted",
	{{"village", COMMAND_OPTION, true, 64,
	     "only those who serve it: a code, or a name"},
	    {"hours", COMMAND_OPTION, true, 3,
		"so long they may answer; else as [alert high] cadre"},
	    {"list", COMMAND_FLAG, true, 0,
		"how the drills went, village by village"},
	    AFTER, END},
	COMMAND_STAFFING | COMMAND_OFFICER, true},
    {"panic", "panic",
	"the office is being searched: lock everything at once, forget every "
	"number; reports are still taken and announced",
	{BY, END}, 0, true},
    {"panic.end", "panic end", "a supervisor ends it",
	{{"person", COMMAND_WORD, true, 32, "the supervisor's id"},
	    {"passphrase", COMMAND_SECRET, true, 128, "the passphrase"}, END},
	0, true},
    {"panic.codes", "panic codes",
	"five one-time codes: a text that is one of them, from this person's "
	"number, locks the box",
	{{"person", COMMAND_WORD, false, 32, "the id"}, END},
	COMMAND_STAFFING | COMMAND_OFFICER, true},
    {"audit.list", "audit", "what everybody did, newest first; for auditors",
	{AFTER, END}, COMMAND_AUDITOR, true},
    {"audit.verify", "audit verify",
	"has anything in the audit been changed or taken out?",
	{{"count", COMMAND_OPTION, true, 20, "of a heartbeat the office got"},
	    {"head", COMMAND_OPTION, true, 64, "the hash it told"},
	    {"after", COMMAND_OPTION, true, 100, "go on there"}, END},
	COMMAND_AUDITOR, true},
    {"dialogue", "dialogue",
	"the whole conversation map, for people who review the texts",
	{{"dot", COMMAND_FLAG, true, 0, "as a graph for Graphviz"},
	    {"ussd", COMMAND_FLAG, true, 0, "of a USSD session's screens"},
	    END},
	0, false},
    {"modem.list", "modem", "the modems, and how full their SIMs are", {END}, 0,
	false},
    {"health", COMMAND_INNER, "is it well? yes or no", {END}, 0, false},
    {"metrics", COMMAND_INNER, "figures, of nobody", {END}, 0, false},
    {"outbox.replay", "outbox replay",
	"send dead letters (webhooks given up) again",
	{{"destination", COMMAND_OPTION, true, 32,
	     "of this [webhook] alone; it is enabled again"},
	    {"id", COMMAND_OPTION, true, 20, "this row of the outbox alone"},
	    END},
	0, true},
    {"outbox.list", "outbox", "texts and webhooks on their way, newest first",
	{{"state", COMMAND_OPTION, true, 16,
	     "only queued, sending, sent, delivered, failed, unknown, "
	     "expired or dropped"},
	    AFTER, END},
	0, false},
    {"webhook.list", "webhook",
	"where events go; with a code, what each destination would be told of "
	"that report now, and why not",
	{{"code", COMMAND_WORD, true, 8, "a report's code"}, AFTER, END}, 0,
	false},
    {"doctor", "doctor", "what needs an administrator, and its remedy", {END},
	0, false},
    {"privacy", "privacy",
	"papers that the law asks for (UU PDP), from this box's own figures",
	{{"document", COMMAND_WORD, false, 16,
	     "record of processing, breach notice, or dpia"},
	    {"language", COMMAND_OPTION, true, 8,
		"id or en; else the language of the configuration"},
	    {"at", COMMAND_OPTION, true, 24,
		"when the breach was noticed, such as 2026-11-21T10:00"},
	    END},
	0, true},
    {"import", "import",
	"FILE.csv ...: villages, people, duty, absence, institutions; all of "
	"them or, if one has a fault, none",
	{{"token", COMMAND_OPTION, true, 24, COMMAND_INNER},
	    {"replace", COMMAND_FLAG, true, 0,
		"what is not in a file leaves; else it stays"},
	    END},
	COMMAND_STAFFING, true},
    {"import.add", COMMAND_INNER, "a piece of a file",
	{{"token", COMMAND_OPTION, true, 24, COMMAND_INNER},
	    {"file", COMMAND_OPTION, false, 128, COMMAND_INNER},
	    {"data", COMMAND_OPTION, true, 50000, COMMAND_INNER}, END},
	COMMAND_STAFFING, false},
    {"import.faults", COMMAND_INNER, "more of them",
	{{"token", COMMAND_OPTION, false, 24, COMMAND_INNER},
	    {"after", COMMAND_OPTION, false, 24, COMMAND_INNER}, END},
	COMMAND_STAFFING, false},
    {"duty", "duty", "who would be told of a case, in which order, and why",
	{{"at", COMMAND_OPTION, true, 16,
	     "then instead of now, such as 2026-11-22T03:00"},
	    {"village", COMMAND_OPTION, true, 64, "hers: a code, or a name"},
	    {"week", COMMAND_FLAG, true, 0,
		"who is on duty in the week from then on"},
	    END},
	0, false},
    {"village.list", "village", "the villages, and how many cadres each has",
	{AFTER, END}, 0, false},
    {"village.show", "village show", "one village with who serves it",
	{{"village", COMMAND_WORD, false, 64, "a code, or a name"}, END}, 0,
	false},
    {"backup", "backup",
	"copies of the data and of the keys now; answered when they are safe",
	{{"to", COMMAND_OPTION, true, 400,
	     "into this folder, not the configuration's; Siaga does not write "
	     "its file of keys anew after an erasure"},
	    END},
	0, true},
    {NULL, NULL, NULL, {END}, 0, false},
};

const struct command_row *
command_find(const char *name)
{
	for (const struct command_row *c = command_table; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static bool
command_arg_fits(const struct command_arg *arg, json_t *value)
{
	if (arg->type == COMMAND_FLAG)
		return json_is_boolean(value);
	return json_is_string(value) &&
	       strlen(json_string_value(value)) == json_string_length(value) &&
	       json_string_length(value) > 0 &&
	       json_string_length(value) <= arg->max;
}

const char *
command_args_wrong(const struct command_row *row, json_t *args)
{
	size_t seen = 0;
	for (const struct command_arg *a = row->args; a->name != NULL; a++) {
		json_t *value = json_object_get(args, a->name);
		if (value == NULL && !a->optional)
			return "an argument is missing";
		if (value == NULL)
			continue;
		if (!command_arg_fits(a, value))
			return "an argument has the wrong form or length";
		seen++;
	}
	return seen == json_object_size(args) ? NULL
					      : "an unknown argument is given";
}

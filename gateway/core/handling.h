/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The contract between the core and handlers/: what a message means. A
 * handler is pure: it looks at the situation and fills in effects; intake
 * applies them, with the inbound row, in one transaction. Wired in wiring.c,
 * the one place of the gateway that includes handlers/.
 */
#ifndef SIAGA_HANDLING_H
#define SIAGA_HANDLING_H

#include "../lib/faults.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 30 minutes: a conversation's pause, and the time of one unasked text (I2,
 * I18). */
#define HANDLING_PAUSE_S 1800

#define WORDS_MATCHED_MAX  8  /* matched words kept for the officer */
#define WORDS_MATCHED_SIZE 48 /* bytes of one, with its NUL */
#define WORDS_WORD_SIZE    32 /* bytes of a safe word, with its NUL */

/* What the lexicon found in a text; bit n of classes is lexicon class n. */
struct found_words {
	uint64_t classes;
	/* danger and company */
	bool danger;     /* a danger class of design 7 */
	bool emergency;  /* one of its emergency classes */
	bool suicide;    /* of these, SUICIDE */
	bool help;       /* a word of HELP, alone or not */
	bool help_alone; /* a cry for help, and nothing but address words */
	bool concern;    /* no danger, but medium until triaged */
	bool scam;       /* a scam mark; quarantine follows I8's rule */
	bool who;        /* "who is this?" stands in it */
	bool retract;    /* "tidak jadi", "sudah baikan": perhaps forced */
	/* the whole message is ... */
	bool urgent;       /* `9` and its like */
	bool exit;         /* X: end in silence */
	bool stop;         /* STOP: one last answer, then silence */
	bool erase;        /* HAPUS */
	bool erase_yes;    /* HAPUS YA, perhaps with one more word */
	bool wrong_number; /* SALAH SAMBUNG */
	bool consent;      /* IZIN */
	bool menu;         /* MENU */
	bool hours;        /* JADWAL */
	bool yes;          /* the class YES without ok, oke, okey */
	bool no;           /* the class NO */
	bool other;        /* BEDA */
	bool keep_code;    /* KODE: she asks for her code (USSD) */
	int digit;         /* this digit; -1: it is not */
	/* CEK and a code, upper case; "" if it is no such message. */
	char status_code[8];
	/*
	 * One word that may be a safe word, lower case, spelling kept: the
	 * whole message, or the last word of CEK code word, HAPUS YA word.
	 * "" if there is none.
	 */
	char word[WORDS_WORD_SIZE];
	/* The words of danger and concern classes as they stand in the text,
	 * lower case, for the officer; sealed with it. */
	size_t matched_count;
	char matched[WORDS_MATCHED_MAX][WORDS_MATCHED_SIZE];
	uint64_t matched_classes[WORDS_MATCHED_MAX];
	uint64_t marked; /* classes of these kinds, weak ones in any company */
	/*
	 * Weak words that stood without company: what they would add. In an
	 * open case the caller adds them (classes |= weak_classes and so on).
	 */
	bool weak_held;
	bool weak_danger, weak_emergency, weak_concern;
	uint64_t weak_classes;
	/* HAPUS YA code word: the code, upper case; "" if there is none. */
	char erase_code[8];
};

/* --- what we know: written by handlers/, kept by the core --- */

#define DIALOGUE_ID_SIZE 8  /* of a text's id, with its NUL */
#define DIALOGUE_TEXTS   64 /* texts of one dialogue file */
#define CONSENT_LETTERS  "KMPJHR"

/* A conversation: what a number and we said without a pause of 30 minutes. */
struct talk {
	char question[DIALOGUE_ID_SIZE]; /* what we asked last, or "" */
	char previous[DIALOGUE_ID_SIZE]; /* and before that */
	int64_t asked_at_s; /* the question was handed over; 0: not yet */
	int64_t opened_at_s, last_in_s;
	int64_t plain_at_s;    /* the plain or safe word; 0: level 0 */
	int64_t danger_at_s;   /* its first danger word */
	int64_t suicide_at_s;  /* R26 was chosen */
	int64_t help_at_s;     /* a lone cry for help */
	int64_t note_at_s;     /* "your message is noted" was chosen */
	int64_t silenced_at_s; /* X or STOP */
	int64_t proved_at_s;   /* the safe word, or a valid code */
	bool proved;           /* ... it was the safe word */
	char consent[8];       /* letters of her answer to R10, here */
	unsigned questions;    /* counted ones (I8) */
	bool said_one;         /* `1` answered a question of ours (R34) */
};

enum phone_owner { PHONE_UNKNOWN, PHONE_OWN, PHONE_SHARED, PHONE_HIS };
enum contact_way { CONTACT_UNSET, CONTACT_SMS, CONTACT_CALL, CONTACT_NEVER };
enum call_wish { CALL_NONE, CALL_SOON, CALL_NOW, CALL_HOUR };

/* Marks for the officer, bits of facts.marks. */
enum case_mark {
	MARK_FORCED = 1,      /* STOP, HAPUS, "sudah baikan" in a high case */
	MARK_WHO = 2,         /* "who is this?": another may hold the phone */
	MARK_WRONG = 4,       /* SALAH SAMBUNG */
	MARK_WISH = 8,        /* she asks for more than a text can change */
	MARK_COMPANY = 16,    /* she wants a woman with her (R25) */
	MARK_THREE = 32,      /* three missed calls: look now */
	MARK_PROVEN = 64,     /* her safe word stood in a message */
	MARK_TALKED = 128,    /* what she said was heard on another path */
	MARK_SUICIDE = 256,   /* words of suicide */
	MARK_MEDICAL = 512,   /* R25: within days a clinic can help */
	MARK_SAFE_WORD = 1024 /* she chose a safe word by text */
};

/*
 * What the box must know of a case to act by itself. Consent, window and
 * phone are what is in force; a text alone can only make them narrower once
 * they are set (I16).
 */
struct facts {
	bool emergency, open, triaged;
	enum urgency {
		URGENCY_LOW,
		URGENCY_MEDIUM,
		URGENCY_HIGH,
		URGENCY_MAX
	} urgency;
	char reporter;      /* 's'elf, 'o'ther, 0 unknown */
	char minor;         /* 'y'es, 'n'o, 0 unknown: her own answer only */
	char feedback;      /* '1' '2' '3', 0 none */
	bool consent_asked; /* R10 was answered, or an officer heard it */
	char consent[8];    /* letters of CONSENT_LETTERS she gave */
	bool consent_provisional; /* no officer has confirmed it (I6) */
	char cadre;               /* R11: 'y', 'n', 'o'ther village, 0 */
	enum phone_owner phone;
	enum contact_way way;
	char window; /* '1'..'4' of R13, 0 unset */
	bool has_safe_word;
	enum call_wish call;   /* the newest wish to be called */
	int call_minute;       /* CALL_HOUR: minute of her day */
	int64_t call_at_s;     /* when she asked */
	int64_t erase_at_s;    /* HAPUS YA came; 0: no */
	int64_t silenced_at_s; /* X or STOP, until she writes again (I3) */
	unsigned marks;
};

enum waiting_answer { WAITING_NONE, WAITING_NEUTRAL, WAITING_PLAIN };

struct dialogue;

/* Everything a decision may depend on. */
struct situation {
	int64_t now_s;
	int64_t said_at_s; /* when she sent it: the network's stamp */
	const struct dialogue *dialogue;
	struct found_words words;
	const char *text; /* UTF-8, U+0000 may stand in it */
	size_t size;
	struct talk talk;
	bool fresh;       /* the first text of this number in 30 minutes */
	bool answerable;  /* an ordinary subscriber's number, no machine */
	bool frozen;      /* "who is this?" within 30 minutes: level 0 */
	bool unasked_due; /* no unasked text in 30 minutes (I2) */
	bool in_hours;    /* of [cover] */
	bool plain_word;  /* the whole message is the plain word (AMAN) */
	bool safe_word;   /* words.word is the safe word of a case of hers */
	bool code_is_own; /* words.status_code is a case of this number */
	bool code_proved; /* ... and words.word is its safe word: any number */
	bool code_read;   /* an officer has read that case */
	bool tries_left;  /* of asking for a status */
	bool has_case;
	bool case_began_here;        /* with a message of this conversation */
	struct facts facts;          /* of the conversation's case */
	bool open_elsewhere;         /* another open case of this number */
	bool high_elsewhere;         /* another open high case of this number */
	bool spoke_before;           /* a case of this number within 72 hours */
	bool known;                  /* any case of this number */
	enum waiting_answer waiting; /* an officer's answer for her */
	bool waiting_offered;        /* R34 has said so already */
	bool calls_three;            /* missed calls, three in ten minutes */
	bool screen; /* she sees a screen and waits: it always answers */
	/* She asked to go on with a session that broke off: the text that
	 * stood on her screen, "" if none; NULL: she did not ask, or there is
	 * no such session. */
	const char *resume;
};

/* What an answer sets in the record; sealed, or in facts. */
struct effects {
	bool quarantine;  /* a scam mark: for an officer, unanswered */
	bool file;        /* keep the text in the case, opening one */
	bool hide;        /* ... but not its words: a safe word */
	bool link;        /* words.status_code's case goes on here */
	bool link_proved; /* the case whose safe word it was goes on here */
	bool open_plain;  /* level 1 from here (I1) */
	bool freeze;      /* level 0 for 30 minutes */
	bool unfreeze;
	bool silence;         /* nothing goes out until the next text (I3) */
	bool erase;           /* HAPUS YA (I12) */
	bool unasked;         /* the reply is no answer to anything asked */
	bool keep_question;   /* an answer that crossed it: still open */
	bool read_answer;     /* the officer's waiting answer goes out */
	bool offered;         /* it is offered by this reply (R34) */
	bool store_word;      /* words.word becomes her safe word */
	bool note;            /* the reply is the note: once in 30 minutes */
	bool urgent;          /* tell officers again, even if it was high */
	bool over;            /* she has finished: a screen goes out */
	bool resume;          /* the session that broke off goes on here */
	const char *reply;    /* a text's id, or NULL */
	const char *hold;     /* goes out instead of reply if an officer takes
				 the call within 10 minutes (R16) */
	enum urgency urgency; /* raises the case, never lowers it */
	bool emergency;
	char names[8]; /* letters that the reply's {names} says */
	bool counted;  /* the reply is one of the seven (I8) */
	bool follows;  /* ... and we lead to it, not she herself */
	bool by_call;  /* not a text of hers: ends no silence */
	bool looks;    /* only around, on a screen: ends none either */
	/* what the message answered, for the record: */
	char answers[DIALOGUE_ID_SIZE]; /* the question, "" none */
	bool village;                   /* the text is her village */
	char forms[12];                 /* digits of R06 */
	/* changes of facts, applied by handlers_apply() */
	char reporter, minor, feedback, cadre, window;
	bool consent_set;
	char consent[8];
	enum contact_way way;
	enum call_wish call;
	int call_minute;
	unsigned marks;
};

struct handler {
	const char *name;
	bool (*match)(const struct situation *);
	void (*run)(const struct situation *, struct effects *);
};

/* By text message, or on the screen of a USSD session: each has its own
 * texts and lines in the dialogue file. */
enum dialogue_channel { CHANNEL_SMS, CHANNEL_USSD, CHANNEL_MAX };

/* One text of the dialogue. */
struct dialogue_text {
	char id[DIALOGUE_ID_SIZE];
	int level;                      /* 0 neutral cover, 1 plain */
	char instead[DIALOGUE_ID_SIZE]; /* level 1 closed: what goes (I17);
					   "" stands for the note */
	bool asks;
};

/* Things the core itself says, named in [on]. */
enum dialogue_event {
	ON_FIRST,
	ON_TEXT,
	ON_URGENT,
	ON_DANGER,
	ON_SUICIDE,
	ON_PLAIN,
	ON_MENU,
	ON_HOURS,
	ON_WHO,
	ON_STOP,
	ON_ERASE,
	ON_ERASE_YES,
	ON_STATUS,
	ON_NO_STATUS,
	ON_CONSENT,
	ON_CADRE,
	ON_CONSENT_SOME,
	ON_CONSENT_NONE,
	ON_WINDOW,
	ON_SAFE_WORD,
	ON_NOTE,
	ON_NOTE_CLOSED,
	ON_CALL_TAKEN,
	ON_MISSED_CALL,
	ON_ANSWER,
	ON_CLOSED,
	/* on a screen alone */
	ON_DIAL,
	ON_RESUME,
	ON_CALL,
	ON_CODE,
	ON_NO_CODE,
	ON_READ,
	ON_END,
	ON_LATER,
	ON_MAX
};

/* A text about to be handed to the modem. */
struct judged {
	int64_t now_s;
	int level;        /* of its words */
	bool direct;      /* the answer to her newest message */
	bool last_word;   /* the one answer to STOP */
	bool window_open; /* she allowed texts at this hour */
	bool undelivered; /* an earlier one is still on its way to her */
	bool frozen;      /* level 0 until further notice */
	int64_t plain_at_s, last_in_s;
	int64_t silenced_at_s; /* X or STOP since; 0: no */
};

struct judgement {
	enum judge_verdict {
		JUDGE_SEND,
		JUDGE_STAND_IN, /* its level-0 stand-in goes */
		JUDGE_WAIT,
		JUDGE_DROP
	} verdict;
	int64_t validity_s;
	const char *cause; /* of WAIT and DROP */
};

struct lexicon;
struct buf;

/* Room for what one character becomes, with its NUL. */
#define HANDLING_LETTERS 40

struct handling {
	/* The first character of text as plain lower-case letters, see
	 * handlers/normalize.h; returns its bytes. */
	size_t (*letters)(
	    const char *text, size_t size, char ret[HANDLING_LETTERS]);
	/* path NULL: the shipped one. NULL when a fault was added. */
	struct lexicon *(*lexicon_load)(const char *path, struct faults *);
	void (*lexicon_free)(struct lexicon *);
	void (*lexicon_find)(const struct lexicon *, const char *text,
	    size_t size, struct found_words *ret);
	const char *const *class_names; /* by bit of classes; NULL ends */
	/* The same for the dialogue, checked against the invariants. */
	struct dialogue *(*dialogue_load)(
	    const char *path, enum dialogue_channel, struct faults *);
	void (*dialogue_free)(struct dialogue *);
	/* All of it as bytes, to tell versions apart. */
	const void *(*dialogue_bytes)(
	    const struct dialogue *, size_t *ret_size);
	const struct dialogue_text *(*dialogue_texts)(
	    const struct dialogue *, size_t *ret_count);
	/* The text of an event at a level, or NULL. */
	const char *(*dialogue_on)(
	    const struct dialogue *, enum dialogue_event, int level);
	/* Begin and end of her window 1..4, minutes of the day. */
	void (*dialogue_window)(
	    const struct dialogue *, char window, int *from, int *to);
	/* The conversation map: as text, or as Graphviz DOT. */
	int (*dialogue_map)(const struct dialogue *, bool dot,
	    const char *(*words)(void *arg, const char *id), void *arg,
	    struct buf *ret);
	/* The decision about one text, or one missed call. */
	void (*decide)(const struct situation *, struct effects *);
	void (*decide_call)(const struct situation *, struct effects *);
	/* What it does to the conversation and to the case: pure. */
	void (*apply)(const struct situation *, const struct effects *,
	    struct talk *, struct facts *);
	/* May this text leave now, and for how long is it valid? */
	void (*judge)(const struct judged *, struct judgement *);
};

/* wiring.c */
extern const struct handling handling_wired;

const char *urgency_name(enum urgency);

#endif

-- SPDX-License-Identifier: GPL-2.0-or-later
-- The first schema. Times are UTC seconds; numbers and words of people stand
-- only inside sealed blobs (vault.h), so that a stolen file tells no story.

CREATE TABLE setting (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A number while its route lives (design 6): lookup is a keyed hash and
-- number is sealed, both under the keys of route_day (days since 1970).
CREATE TABLE contact (
	id        INTEGER PRIMARY KEY,
	route_day INTEGER NOT NULL,
	lookup    BLOB NOT NULL CHECK (length(lookup) = 16),
	number    BLOB NOT NULL,
	echo_at   INTEGER, -- it sent our own text back: not answered (I2)
	UNIQUE (lookup)
) STRICT;

-- A case. case_pk is public: the box can write to it and never read back.
CREATE TABLE report (
	id         INTEGER PRIMARY KEY,
	code       TEXT NOT NULL UNIQUE,
	channel    TEXT NOT NULL CHECK (channel IN ('sms', 'call', 'ussd')),
	filed_at   INTEGER NOT NULL,
	clock      TEXT NOT NULL CHECK (clock IN ('box', 'smsc')),
	updated_at INTEGER NOT NULL,
	village    TEXT,
	urgency    TEXT NOT NULL CHECK (urgency IN ('high', 'medium', 'low')),
	emergency  INTEGER NOT NULL CHECK (emergency IN (0, 1)),
	state      TEXT NOT NULL CHECK (state IN ('new', 'closed')),
	quarantine TEXT, -- why, or NULL for an ordinary report
	read_at    INTEGER, -- an officer's key opened it first
	call_back_at INTEGER, -- she asked to be called
	case_pk    BLOB NOT NULL CHECK (length(case_pk) = 32)
) STRICT;

-- What a number and we said to each other without a pause of 30 minutes.
CREATE TABLE conversation (
	id          INTEGER PRIMARY KEY,
	contact_id  INTEGER NOT NULL REFERENCES contact (id),
	report_id   INTEGER REFERENCES report (id),
	opened_at   INTEGER NOT NULL,
	last_in_at  INTEGER NOT NULL,
	danger_at   INTEGER, -- its first danger word
	help_at     INTEGER, -- a cry for help that stood alone
	plain_at    INTEGER, -- the plain word opened level 1 (I1)
	question    TEXT,    -- the text we asked last
	silenced_at INTEGER  -- X or STOP: nothing goes out until she writes
) STRICT;
CREATE INDEX conversation_contact ON conversation (contact_id, last_in_at);

CREATE TABLE message (
	id              INTEGER PRIMARY KEY,
	report_id       INTEGER REFERENCES report (id),
	conversation_id INTEGER REFERENCES conversation (id),
	modem           TEXT NOT NULL,
	received_at     INTEGER NOT NULL,
	clock           TEXT NOT NULL CHECK (clock IN ('box', 'smsc')),
	classes         INTEGER NOT NULL, -- bits of enum word_class
	body            BLOB -- sealed to the case; NULL: a command, not kept
) STRICT;
CREATE INDEX message_report ON message (report_id, id);
CREATE INDEX message_conversation ON message (conversation_id, received_at);

-- What was taken from a SIM, so that a second reading has no effect (I11).
CREATE TABLE taken (
	id         INTEGER PRIMARY KEY,
	dedup      BLOB NOT NULL UNIQUE CHECK (length(dedup) = 16),
	route_day  INTEGER NOT NULL,
	message_id INTEGER REFERENCES message (id),
	deleted_at INTEGER -- when the SIM's copy was confirmed gone
) STRICT;

CREATE TABLE outbox (
	id          INTEGER PRIMARY KEY,
	sink        TEXT NOT NULL CHECK (sink IN ('sms', 'webhook')),
	state       TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent',
	                'delivered', 'failed', 'unknown', 'expired', 'dropped')),
	priority    INTEGER NOT NULL, -- enum outbox_priority, smaller is first
	report_id   INTEGER REFERENCES report (id),
	created_at  INTEGER NOT NULL,
	due_at      INTEGER NOT NULL,
	expires_at  INTEGER NOT NULL,
	attempts    INTEGER NOT NULL DEFAULT 0,
	changed_at  INTEGER NOT NULL,
	error       TEXT,
	-- sms
	modem       TEXT,
	contact_id  INTEGER REFERENCES contact (id),
	conversation_id INTEGER REFERENCES conversation (id),
	template    TEXT,
	language    TEXT,
	slots       TEXT,
	unasked     INTEGER NOT NULL DEFAULT 0, -- no answer to anything asked
	level       INTEGER NOT NULL DEFAULT 0,
	mr          INTEGER, -- TP-MR the network gave
	-- webhook
	destination TEXT,
	event       TEXT,
	event_id    TEXT UNIQUE,
	body        TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (sink, state, due_at);
CREATE INDEX outbox_contact ON outbox (contact_id, created_at);
CREATE INDEX outbox_report ON outbox (report_id, id);
CREATE INDEX outbox_expiry ON outbox (expires_at) WHERE state = 'queued';
CREATE INDEX outbox_modem ON outbox (modem, created_at) WHERE sink = 'sms';

-- Parts of a long text that wait for the others, under the day's route key.
CREATE TABLE part (
	id         INTEGER PRIMARY KEY,
	modem      TEXT NOT NULL,
	contact_id INTEGER NOT NULL REFERENCES contact (id),
	ref        INTEGER NOT NULL, -- 65536 and up: the 16-bit references
	total      INTEGER NOT NULL,
	seq        INTEGER NOT NULL,
	due_at     INTEGER NOT NULL, -- filed as what came
	danger     INTEGER NOT NULL, -- a danger word stands in this part
	route_day  INTEGER NOT NULL,
	pdu        BLOB NOT NULL,
	UNIQUE (contact_id, modem, ref, total, seq)
) STRICT;
CREATE INDEX part_due ON part (due_at);

-- Missed calls: noticed, rejected, never rung back unasked.
CREATE TABLE call (
	id         INTEGER PRIMARY KEY,
	at         INTEGER NOT NULL,
	modem      TEXT NOT NULL,
	contact_id INTEGER REFERENCES contact (id) -- NULL: number withheld
) STRICT;

-- A destination that answered 410: nothing is sent until it is replayed.
CREATE TABLE destination (
	name        TEXT PRIMARY KEY,
	disabled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

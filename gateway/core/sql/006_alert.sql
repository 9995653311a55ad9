-- SPDX-License-Identifier: GPL-2.0-or-later
-- Somebody comes: who watches over a report, who was asked, what they said.

-- One for the office and one for the cadres of each report, until a person
-- has recorded an outcome (I13). It has an owner, or a time when it moves on,
-- or both.
CREATE TABLE watch (
	report_id INTEGER NOT NULL REFERENCES report (id),
	part      TEXT NOT NULL CHECK (part IN ('officer', 'cadre')),
	state     TEXT NOT NULL CHECK (state IN ('asking', 'owned', 'done')),
	owner     TEXT, -- id of a person, or the name of a destination
	round     INTEGER NOT NULL DEFAULT 1, -- through all who can be asked
	begun_at  INTEGER NOT NULL,
	next_at   INTEGER, -- it moves on then; NULL: done
	urgency   TEXT NOT NULL,
	sticky    TEXT, -- who had it before
	alarm_at  INTEGER, -- nobody was left to ask
	tries     INTEGER NOT NULL DEFAULT 0, -- to move it on that failed
	PRIMARY KEY (report_id, part),
	CHECK (state = 'done' OR next_at IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX watch_next ON watch (next_at) WHERE state <> 'done';
CREATE INDEX watch_owner ON watch (owner) WHERE state = 'owned';

-- One person asked, once in a round. The code is new for each (I5).
CREATE TABLE alert (
	id          INTEGER PRIMARY KEY,
	report_id   INTEGER REFERENCES report (id), -- NULL: a drill
	drill_id    INTEGER REFERENCES drill (id),
	part        TEXT NOT NULL CHECK (part IN ('officer', 'cadre')),
	person      TEXT REFERENCES person (id),
	destination TEXT, -- of a webhook that stands for an office
	code        TEXT NOT NULL UNIQUE,
	round       INTEGER NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('raised', 'accepted',
	                'declined', 'expired', 'stood_down', 'done')),
	raised_at   INTEGER NOT NULL,
	due_at      INTEGER NOT NULL,
	reminded_at INTEGER,
	repeated_at INTEGER, -- sent once more: which did her call mean?
	answered_at INTEGER,
	how         TEXT, -- sms, call, webhook, command
	outcome     TEXT,
	outcome_at  INTEGER,
	met_at      INTEGER, -- when the cadre is asked how it went (K04)
	met_asked_at INTEGER,
	ring_at      INTEGER, -- the phone is to ring then; NULL: it has, or need not
	rings        INTEGER NOT NULL DEFAULT 0, -- that failed
	-- A drill is of no report, and of cadres alone.
	CHECK ((report_id IS NULL) <> (drill_id IS NULL)),
	CHECK (drill_id IS NULL OR (part = 'cadre' AND person IS NOT NULL))
) STRICT;
CREATE INDEX alert_report ON alert (report_id, part, round);
CREATE INDEX alert_person ON alert (person, state);
CREATE INDEX alert_person_due ON alert (person, due_at);
CREATE INDEX alert_drill ON alert (drill_id) WHERE drill_id IS NOT NULL;
CREATE INDEX alert_met ON alert (met_at)
WHERE met_at IS NOT NULL AND met_asked_at IS NULL;
CREATE INDEX alert_ring ON alert (ring_at, person) WHERE ring_at IS NOT NULL;
-- Few are open, however many there were.
CREATE INDEX alert_open ON alert (id) WHERE state IN ('raised', 'accepted');
CREATE INDEX alert_open_drill ON alert (due_at)
WHERE drill_id IS NOT NULL AND state = 'raised';

-- A drill: a full round of alerts that reaches no reporter (LATIHAN).
CREATE TABLE drill (
	id       INTEGER PRIMARY KEY,
	begun_at INTEGER NOT NULL,
	ends_at  INTEGER NOT NULL,
	village  TEXT,
	by       TEXT NOT NULL,
	asked_to TEXT -- id of the last who was asked; NULL: all were
) STRICT;
CREATE INDEX drill_going ON drill (begun_at) WHERE asked_to IS NOT NULL;

-- Who must not hear of a report: kin, household, conflict, the writer's own
-- entry in the roster. And who is kin of whom, for all reports.
CREATE TABLE exclusion (
	report_id INTEGER NOT NULL REFERENCES report (id),
	person    TEXT NOT NULL REFERENCES person (id),
	PRIMARY KEY (report_id, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE kin (
	person TEXT NOT NULL REFERENCES person (id),
	other  TEXT NOT NULL REFERENCES person (id),
	PRIMARY KEY (person, other)
) STRICT, WITHOUT ROWID;

-- A responder's number as a hash under a key of the box, to know who answers.
ALTER TABLE person ADD COLUMN number_hash BLOB;
CREATE INDEX person_number ON person (number_hash)
WHERE number_hash IS NOT NULL;
ALTER TABLE person ADD COLUMN reminded_at INTEGER; -- K05
-- Wrong PINs before an outcome, and when the last one came.
ALTER TABLE person ADD COLUMN pin_wrong INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN pin_wrong_at INTEGER;
ALTER TABLE person ADD COLUMN rung_at INTEGER; -- her phone rang last
ALTER TABLE person ADD COLUMN handover_at INTEGER; -- P03 not answered yet
-- Among equals, whoever was asked longest ago is next.
ALTER TABLE person ADD COLUMN asked_at INTEGER;
CREATE INDEX person_asked ON person (asked_at) WHERE asked_at IS NOT NULL;

-- Texts to responders: to a person, not to a contact.
ALTER TABLE outbox ADD COLUMN person TEXT REFERENCES person (id);
ALTER TABLE outbox ADD COLUMN alert_id INTEGER REFERENCES alert (id);
CREATE INDEX outbox_alert ON outbox (alert_id) WHERE alert_id IS NOT NULL;

-- The law's clock (UU 12/2022): begins with her own first text.
ALTER TABLE report ADD COLUMN tpks_at INTEGER;
ALTER TABLE report ADD COLUMN tpks_asked_at INTEGER; -- P02
ALTER TABLE report ADD COLUMN tpks_seen_at INTEGER;  -- CODE OK
ALTER TABLE report ADD COLUMN tpks_next_at INTEGER;  -- P02, to one more person
CREATE INDEX report_tpks ON report (tpks_next_at)
WHERE tpks_next_at IS NOT NULL;
-- Whom P02 went to: they alone answer it.
CREATE TABLE tpks_asked (
	report_id INTEGER NOT NULL REFERENCES report (id),
	person    TEXT NOT NULL REFERENCES person (id),
	PRIMARY KEY (report_id, person)
) STRICT, WITHOUT ROWID;

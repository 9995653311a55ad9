-- SPDX-License-Identifier: GPL-2.0-or-later
-- People of the office, who may open which case, and what they did.

CREATE TABLE person (
	id         TEXT PRIMARY KEY,
	role       TEXT NOT NULL CHECK (role IN ('officer', 'supervisor',
	               'coordinator', 'administrator', 'auditor', 'cadre')),
	sealed     BLOB NOT NULL, -- name and number, under the machine key
	from_day   TEXT, -- dates; NULL: no bound
	to_day     TEXT,
	added_at   INTEGER NOT NULL,
	removed_at INTEGER
) STRICT, WITHOUT ROWID;

-- Need to know: after triage a case is these people's, and the supervisors'.
CREATE TABLE assigned (
	report_id INTEGER NOT NULL REFERENCES report (id),
	person    TEXT NOT NULL REFERENCES person (id),
	at        INTEGER NOT NULL,
	PRIMARY KEY (report_id, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX assigned_person ON assigned (person);
ALTER TABLE report ADD COLUMN assigned_at INTEGER;

-- Every read, reveal, export, change and unlock. hash is BLAKE2b-256 over the
-- hash before it and this row, so that nothing is changed or taken out without
-- a trace; the newest is told to the office every hour (gateway.heartbeat).
CREATE TABLE audit (
	id     INTEGER PRIMARY KEY,
	at     INTEGER NOT NULL,
	actor  TEXT NOT NULL, -- id of a person, or what the box is called
	act    TEXT NOT NULL,
	object TEXT NOT NULL, -- code of a report, id of a person, ...
	detail TEXT NOT NULL, -- never anybody's words
	hash   BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit is never shortened'); END;
CREATE TRIGGER act_remains BEFORE DELETE ON act
BEGIN SELECT raise(ABORT, 'acts are never removed'); END;

CREATE INDEX report_orders ON report (filed_at)
WHERE quarantine = 'erase_order' AND state = 'new';
-- Until the keys backup is rewritten an erasure is incomplete.
ALTER TABLE report ADD COLUMN dark_at INTEGER;
ALTER TABLE report ADD COLUMN erase_asked_at INTEGER;
ALTER TABLE report ADD COLUMN dark_alarm_at INTEGER;

-- X and STOP of a number without a report, or whose reports the box no longer
-- knows: they hold for older reports too, once a key finds them (I3, I18).
CREATE TABLE silence_order (
	id      INTEGER PRIMARY KEY,
	at      INTEGER NOT NULL,
	case_pk BLOB NOT NULL CHECK (length(case_pk) = 32),
	body    BLOB NOT NULL -- the number, sealed
) STRICT;

-- One-time codes with which an officer locks the box by text.
CREATE TABLE panic_code (
	person  TEXT NOT NULL REFERENCES person (id),
	hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 16),
	used_at INTEGER
) STRICT;

-- An answer that a join took along stays sealed to the report it was for.
ALTER TABLE reply ADD COLUMN sealed_to INTEGER REFERENCES report (id);

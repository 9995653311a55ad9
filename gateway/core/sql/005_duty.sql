-- SPDX-License-Identifier: GPL-2.0-or-later
-- Who is on duty: villages, where people serve, their hours, who stands in.

CREATE TABLE village (
	code       TEXT PRIMARY KEY, -- official or our own
	name       TEXT NOT NULL,
	kecamatan  TEXT NOT NULL,
	aliases    TEXT NOT NULL, -- spellings people type, ';' between
	population INTEGER,       -- NULL: not known
	timezone   TEXT           -- NULL: the box's
) STRICT, WITHOUT ROWID;

ALTER TABLE person ADD COLUMN sex TEXT CHECK (sex IN ('P', 'L'));
ALTER TABLE person ADD COLUMN channels TEXT; -- NULL: sms
ALTER TABLE person ADD COLUMN everywhere INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN numbered INTEGER; -- 1: a number is in `sealed`

CREATE TABLE person_village (
	person  TEXT NOT NULL REFERENCES person (id),
	village TEXT NOT NULL REFERENCES village (code),
	PRIMARY KEY (person, village)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_village_of ON person_village (village);

CREATE TABLE duty (
	id          INTEGER PRIMARY KEY,
	person      TEXT NOT NULL REFERENCES person (id),
	days        INTEGER NOT NULL CHECK (days BETWEEN 1 AND 127), -- 1: Sunday
	from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
	to_minute   INTEGER NOT NULL CHECK (to_minute BETWEEN 0 AND 1440),
	area        TEXT NOT NULL -- codes, names of kecamatan or *, ';' between
) STRICT;
CREATE INDEX duty_person ON duty (person);

CREATE TABLE absence (
	id          INTEGER PRIMARY KEY,
	person      TEXT NOT NULL REFERENCES person (id),
	from_day    TEXT NOT NULL, -- both days are away
	to_day      TEXT NOT NULL,
	replacement TEXT REFERENCES person (id)
) STRICT;
CREATE INDEX absence_person ON absence (person);
CREATE INDEX absence_replacement ON absence (replacement);

CREATE TABLE institution (
	id        TEXT PRIMARY KEY,
	name      TEXT NOT NULL,
	kind      TEXT NOT NULL,
	duties    TEXT NOT NULL, -- ';' between
	mou_until TEXT,          -- NULL: no agreement
	webhook   TEXT
) STRICT, WITHOUT ROWID;

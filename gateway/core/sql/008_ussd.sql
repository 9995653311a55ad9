-- SPDX-License-Identifier: GPL-2.0-or-later
-- USSD: a session is a conversation of its own, and a row here, so that every
-- answered screen is kept and a session that broke off can go on.

ALTER TABLE conversation ADD COLUMN channel TEXT NOT NULL DEFAULT 'sms'
	CHECK (channel IN ('sms', 'ussd'));

-- The operator hides the number, or gives a pseudonym: nothing can go there.
ALTER TABLE contact ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0
	CHECK (hidden IN (0, 1));

CREATE TABLE ussd (
	id        INTEGER PRIMARY KEY,
	route_day INTEGER NOT NULL, -- of the keys of all hashes here
	lookup    BLOB NOT NULL UNIQUE CHECK (length(lookup) = 16), -- its id
	gate      TEXT NOT NULL,
	conversation_id INTEGER NOT NULL REFERENCES conversation (id),
	-- she finished it; the network ended it; it went on in another one
	state     TEXT NOT NULL CHECK (state IN
	              ('open', 'done', 'dropped', 'resumed')),
	opened_at INTEGER NOT NULL,
	last_at   INTEGER NOT NULL,
	last_ms   INTEGER NOT NULL, -- of the box's uptime, to tell repeats
	inputs    INTEGER NOT NULL DEFAULT 0,
	-- what was said last: of all inputs so far, of the request, its number
	joined_size INTEGER NOT NULL DEFAULT 0,
	joined    BLOB,
	digest    BLOB,
	sequence  TEXT,
	-- what is on her screen
	template  TEXT NOT NULL,
	slots     TEXT NOT NULL,
	reply_id  INTEGER REFERENCES reply (id), -- the officer's words
	page      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX ussd_conversation ON ussd (conversation_id);
CREATE INDEX ussd_day ON ussd (route_day);

-- An officer's answer on a screen, where it never was a text: offered (R34);
-- shown, and in which conversation; seen, for she went on from there.
ALTER TABLE reply ADD COLUMN screen_offered_at INTEGER;
ALTER TABLE reply ADD COLUMN shown_at INTEGER;
ALTER TABLE reply ADD COLUMN shown_in INTEGER REFERENCES conversation (id);
ALTER TABLE reply ADD COLUMN seen_at INTEGER;
CREATE INDEX reply_shown ON reply (shown_in) WHERE shown_in IS NOT NULL;

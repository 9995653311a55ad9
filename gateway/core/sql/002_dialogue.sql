-- SPDX-License-Identifier: GPL-2.0-or-later
-- The whole dialogue: what the box must know of a case and a conversation to
-- act by itself. What was said stays in sealed messages.

-- "Who is this?": nothing plain for this number until then.
ALTER TABLE contact ADD COLUMN frozen_until INTEGER;

ALTER TABLE report ADD COLUMN triaged_at INTEGER;
ALTER TABLE report ADD COLUMN reporter TEXT CHECK (reporter IN ('s', 'o'));
ALTER TABLE report ADD COLUMN minor TEXT CHECK (minor IN ('y', 'n'));
ALTER TABLE report ADD COLUMN feedback TEXT CHECK (feedback IN ('1', '2', '3'));
-- Consent by letter (R10), cadre by R11; provisional until an officer heard it
ALTER TABLE report ADD COLUMN consent_asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN consent TEXT NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN consent_provisional INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN cadre TEXT CHECK (cadre IN ('y', 'n', 'o'));
-- Safe contact (R13): enum phone_owner, enum contact_way, '1'..'4'
ALTER TABLE report ADD COLUMN phone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN way INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN day_part TEXT;
-- The number they were said of; another one in the same case has none
ALTER TABLE report ADD COLUMN window_contact INTEGER REFERENCES contact (id);
-- Argon2id of the safe word's keyed hash (design 6)
ALTER TABLE report ADD COLUMN word_salt BLOB;
ALTER TABLE report ADD COLUMN word_hash BLOB;
-- enum call_wish; call_back_at says when she asked
ALTER TABLE report ADD COLUMN call_wish INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN call_minute INTEGER NOT NULL DEFAULT -1;
ALTER TABLE report ADD COLUMN call_taken_at INTEGER;
ALTER TABLE report ADD COLUMN erase_at INTEGER;   -- HAPUS YA (I12)
ALTER TABLE report ADD COLUMN silenced_at INTEGER; -- X, STOP (I3)
ALTER TABLE report ADD COLUMN marks INTEGER NOT NULL DEFAULT 0; -- case_mark
ALTER TABLE report ADD COLUMN last_in_at INTEGER; -- her last text
ALTER TABLE report ADD COLUMN joined_to INTEGER REFERENCES report (id);
ALTER TABLE report ADD COLUMN closed_at INTEGER;
-- A flood is one card: the report that stands for the others
ALTER TABLE report ADD COLUMN flood_of INTEGER REFERENCES report (id);
ALTER TABLE report ADD COLUMN tries INTEGER NOT NULL DEFAULT 0; -- of its word
ALTER TABLE report ADD COLUMN tries_day INTEGER NOT NULL DEFAULT 0;

ALTER TABLE conversation ADD COLUMN previous TEXT; -- the question before
ALTER TABLE conversation ADD COLUMN asked_at INTEGER; -- when it was handed over
ALTER TABLE conversation ADD COLUMN suicide_at INTEGER;
ALTER TABLE conversation ADD COLUMN note_at INTEGER;
ALTER TABLE conversation ADD COLUMN proved_at INTEGER;
ALTER TABLE conversation ADD COLUMN proved INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN consent TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN questions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN said_one INTEGER NOT NULL DEFAULT 0;
-- The least of our time less the network's stamp: how far its clock is off
ALTER TABLE conversation ADD COLUMN lag_s INTEGER;
ALTER TABLE conversation ADD COLUMN version TEXT; -- of dialogue and texts
CREATE INDEX conversation_report ON conversation (report_id);

-- What the first schema knew of both
UPDATE report SET call_wish = 1 WHERE call_back_at IS NOT NULL;
UPDATE report SET last_in_at = (SELECT max(m.received_at) FROM message m
	WHERE m.report_id = report.id);

-- What an officer writes to her: waits for a window of hers, or until she
-- writes and is offered it (R34). The words are sealed twice: to the case for
-- the thread, and under the day's route key for the box that is to send them.
CREATE TABLE reply (
	id         INTEGER PRIMARY KEY,
	report_id  INTEGER NOT NULL REFERENCES report (id),
	created_at INTEGER NOT NULL,
	state      TEXT NOT NULL CHECK (state IN
	               ('waiting', 'queued', 'given', 'withdrawn')),
	level      INTEGER NOT NULL,
	template   TEXT, -- a text of the dialogue instead of words
	body       BLOB, -- sealed to the case
	route_day  INTEGER NOT NULL,
	route_body BLOB,
	offered_at INTEGER, -- R34
	override_at INTEGER -- sent outside her windows, by a person, for a reason
) STRICT;
CREATE INDEX reply_report ON reply (report_id, state);
CREATE INDEX reply_waiting ON reply (id) WHERE state = 'waiting';

ALTER TABLE outbox ADD COLUMN reply_id INTEGER REFERENCES reply (id);
ALTER TABLE outbox ADD COLUMN version TEXT;
ALTER TABLE outbox ADD COLUMN hold TEXT; -- R16: goes out if the call is taken
ALTER TABLE outbox ADD COLUMN direct INTEGER NOT NULL DEFAULT 1;
CREATE INDEX outbox_conversation ON outbox (conversation_id, template);
CREATE INDEX outbox_reply ON outbox (reply_id) WHERE reply_id IS NOT NULL;
CREATE INDEX report_low ON report (filed_at) WHERE urgency = 'low';
CREATE INDEX report_joined ON report (joined_to) WHERE joined_to IS NOT NULL;
CREATE INDEX outbox_hold ON outbox (report_id) WHERE hold IS NOT NULL;

-- What people did to a case, with their reason (sealed to the case).
CREATE TABLE act (
	id        INTEGER PRIMARY KEY,
	at        INTEGER NOT NULL,
	actor     TEXT NOT NULL, -- the local user
	act       TEXT NOT NULL,
	report_id INTEGER REFERENCES report (id),
	detail    BLOB
) STRICT;
CREATE INDEX act_report ON act (report_id, id);
CREATE TRIGGER act_stays BEFORE UPDATE ON act
BEGIN SELECT raise(ABORT, 'acts are never changed'); END;

CREATE INDEX call_contact ON call (contact_id, at);
-- What became of the text decides what became of the answer in it.
CREATE TRIGGER reply_follows AFTER UPDATE OF state ON outbox
WHEN new.reply_id IS NOT NULL
BEGIN
	UPDATE reply SET state = CASE new.state
		WHEN 'queued' THEN 'queued'
		WHEN 'dropped' THEN 'waiting'
		WHEN 'expired' THEN 'waiting'
		WHEN 'failed' THEN 'waiting'
		ELSE 'given' END,
	-- she asked for it and did not get it: it may be offered again
	offered_at = iif(new.state IN ('dropped', 'expired', 'failed'),
	    NULL, offered_at)
	WHERE id = new.reply_id;
END;

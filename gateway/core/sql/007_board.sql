-- SPDX-License-Identifier: GPL-2.0-or-later
-- The board: what is open in the order in which it is looked at, second
-- factors, tokens of scripts.

-- Until when the call she asked for is made; NULL: none, or that is over.
ALTER TABLE report ADD COLUMN call_until INTEGER;
CREATE INDEX report_call ON report (call_until) WHERE call_until IS NOT NULL;
-- The newest reading by an officer's key: what came after it is unread.
ALTER TABLE report ADD COLUMN seen_at INTEGER;
UPDATE report SET seen_at = read_at;
CREATE INDEX report_flood ON report (flood_of) WHERE flood_of IS NOT NULL;

-- One row a report, kept by triggers, so that the first page is the beginning
-- of this table however many reports there are. rank: 0 emergency, 1 high,
-- 2 medium, 3 low, 7 quarantine, 8 stands behind a flood's card, 9 closed,
-- erased or part of another one (then newest first).
CREATE TABLE queue (
	rank      INTEGER NOT NULL,
	due_at    INTEGER NOT NULL, -- 99999999999: no deadline
	report_id INTEGER NOT NULL REFERENCES report (id),
	due       TEXT, -- whose deadline: claim contact call erase next
	code      TEXT NOT NULL,
	filed_at  INTEGER NOT NULL,
	village   TEXT,
	channel   TEXT NOT NULL,
	state     TEXT NOT NULL, -- what listings call it
	urgency   TEXT NOT NULL,
	owner     TEXT, -- of the office's watch
	unowned   INTEGER NOT NULL,
	PRIMARY KEY (rank, due_at, report_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX queue_report ON queue (report_id);
CREATE INDEX queue_open ON queue (report_id) WHERE rank < 9;
CREATE INDEX queue_code ON queue (code);
CREATE INDEX queue_filed ON queue (filed_at, report_id);
CREATE INDEX queue_village ON queue (village, rank, due_at, report_id)
WHERE village IS NOT NULL;
CREATE INDEX queue_unowned ON queue (unowned, rank, due_at, report_id)
WHERE unowned = 1;

CREATE VIEW queue_now AS
SELECT rank,
iif(rank = 9, -filed_at, min(claim, contact, call, erase, next)) AS due_at,
report_id,
CASE min(iif(rank = 9, 99999999999, claim), contact, call, erase, next)
WHEN 99999999999 THEN NULL WHEN claim THEN 'claim' WHEN contact THEN 'contact'
WHEN call THEN 'call' WHEN erase THEN 'erase' ELSE 'next' END AS due,
code, filed_at, village, channel, state, urgency, owner, unowned
FROM (SELECT CASE
	WHEN r.erased_at IS NOT NULL OR r.joined_to IS NOT NULL
	OR (r.state = 'closed' AND r.erase_at IS NULL) THEN 9
	WHEN r.quarantine IS NOT NULL THEN 7
	WHEN r.flood_of IS NOT NULL THEN 8
	WHEN r.emergency = 1 THEN 0
	WHEN r.urgency = 'high' THEN 1
	WHEN r.urgency = 'medium' THEN 2
	ELSE 3 END AS rank,
iif(o.state = 'asking', o.next_at, 99999999999) AS claim,
iif(o.state = 'owned', o.next_at, 99999999999) AS contact,
iif(r.call_wish <> 0 AND coalesce(r.call_taken_at, 0) < r.call_back_at,
coalesce(r.call_until, 99999999999), 99999999999) AS call,
iif(r.erased_at IS NULL, coalesce(r.erase_at + 259200, 99999999999),
99999999999) AS erase,
coalesce(c.next_at, 99999999999) AS next,
r.id AS report_id, r.code, r.filed_at, r.channel,
iif(r.erase_at IS NULL, r.village, NULL) AS village,
CASE WHEN r.erased_at IS NOT NULL THEN 'erased'
WHEN r.erase_at IS NOT NULL THEN 'erase_pending' ELSE r.state END AS state,
r.urgency, iif(o.state = 'owned', o.owner, NULL) AS owner,
coalesce(o.state = 'asking', 0) AS unowned
FROM report r
LEFT JOIN watch o ON o.report_id = r.id AND o.part = 'officer'
AND o.state <> 'done'
LEFT JOIN watch c ON c.report_id = r.id AND c.part = 'cadre'
AND c.state <> 'done');

INSERT INTO queue (rank, due_at, report_id, due, code, filed_at, village,
channel, state, urgency, owner, unowned) SELECT rank, due_at, report_id, due,
code, filed_at, village, channel, state, urgency, owner, unowned FROM queue_now;

-- The same order for each officer: whose it is, or was when it was assigned.
CREATE TABLE queue_person (
	person    TEXT NOT NULL,
	rank      INTEGER NOT NULL,
	due_at    INTEGER NOT NULL,
	report_id INTEGER NOT NULL,
	PRIMARY KEY (person, rank, due_at, report_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_person_report ON queue_person (report_id);
INSERT INTO queue_person (person, rank, due_at, report_id)
SELECT owner, rank, due_at, report_id FROM queue WHERE owner IS NOT NULL UNION
SELECT a.person, q.rank, q.due_at, q.report_id
FROM assigned a JOIN queue q ON q.report_id = a.report_id;
CREATE TRIGGER queue_gets AFTER INSERT ON queue
BEGIN
	INSERT INTO queue_person
	SELECT new.owner, new.rank, new.due_at, new.report_id
	WHERE new.owner IS NOT NULL UNION
	SELECT person, new.rank, new.due_at, new.report_id
	FROM assigned WHERE report_id = new.report_id;
END;
CREATE TRIGGER queue_loses AFTER DELETE ON queue
BEGIN
	DELETE FROM queue_person WHERE report_id = old.report_id;
END;
CREATE TRIGGER queue_assigned AFTER INSERT ON assigned
BEGIN
	INSERT INTO queue_person
	SELECT new.person, rank, due_at, report_id FROM queue
	WHERE report_id = new.report_id AND owner IS NOT new.person;
END;
CREATE TRIGGER queue_unassigned AFTER DELETE ON assigned
BEGIN
	DELETE FROM queue_person WHERE report_id = old.report_id
	AND person = old.person AND NOT EXISTS (SELECT 1 FROM queue
	WHERE report_id = old.report_id AND owner = old.person);
END;

CREATE TRIGGER queue_begins AFTER INSERT ON report
BEGIN
	INSERT INTO queue SELECT rank, due_at, report_id, due, code, filed_at,
	village, channel, state, urgency, owner, unowned
	FROM queue_now WHERE report_id = new.id;
END;
CREATE TRIGGER queue_follows AFTER UPDATE ON report
WHEN (new.state, new.quarantine, new.urgency, new.emergency, new.village,
new.erase_at, new.erased_at, new.joined_to, new.flood_of, new.call_wish,
new.call_until, new.call_taken_at, new.call_back_at) IS NOT
(old.state, old.quarantine, old.urgency, old.emergency, old.village,
old.erase_at, old.erased_at, old.joined_to, old.flood_of, old.call_wish,
old.call_until, old.call_taken_at, old.call_back_at)
BEGIN
	DELETE FROM queue WHERE report_id = new.id;
	INSERT INTO queue SELECT rank, due_at, report_id, due, code, filed_at,
	village, channel, state, urgency, owner, unowned
	FROM queue_now WHERE report_id = new.id;
END;
CREATE TRIGGER queue_watched AFTER INSERT ON watch
BEGIN
	DELETE FROM queue WHERE report_id = new.report_id;
	INSERT INTO queue SELECT rank, due_at, report_id, due, code, filed_at,
	village, channel, state, urgency, owner, unowned
	FROM queue_now WHERE report_id = new.report_id;
END;
CREATE TRIGGER queue_watches AFTER UPDATE ON watch
WHEN (new.state, new.owner, new.next_at) IS NOT
(old.state, old.owner, old.next_at)
BEGIN
	DELETE FROM queue WHERE report_id = new.report_id;
	INSERT INTO queue SELECT rank, due_at, report_id, due, code, filed_at,
	village, channel, state, urgency, owner, unowned
	FROM queue_now WHERE report_id = new.report_id;
END;
CREATE INDEX alert_raised ON alert (state)
WHERE state = 'raised' AND drill_id IS NULL;

-- The second factor of a person: its secret under the machine key, and the
-- newest step that was taken, for each code opens once.
CREATE TABLE totp (
	person       TEXT PRIMARY KEY REFERENCES person (id),
	sealed       BLOB NOT NULL,
	step         INTEGER NOT NULL,
	confirmed_at INTEGER -- NULL: shown, and not yet typed back
) STRICT, WITHOUT ROWID;

-- Tokens of scripts: only their hash, and what they may ask.
CREATE TABLE token (
	name     TEXT PRIMARY KEY,
	hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
	scopes   TEXT NOT NULL, -- blanks between
	added_at INTEGER NOT NULL,
	added_by TEXT NOT NULL,
	used_at  INTEGER -- the day, not the minute
) STRICT, WITHOUT ROWID;

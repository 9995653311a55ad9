-- SPDX-License-Identifier: GPL-2.0-or-later
-- Every statement of the core, by name; prepared when the store opens.
-- name: BEGIN
BEGIN IMMEDIATE
-- name: COMMIT
COMMIT
-- name: ROLLBACK
ROLLBACK
-- name: SAVE
SAVEPOINT frame
-- name: SAVE_RELEASE
RELEASE frame
-- name: SAVE_ROLLBACK
ROLLBACK TO frame

-- name: SETTING_GET
SELECT value FROM setting WHERE name = ?1
-- name: SETTING_SET
INSERT INTO setting (name, value) VALUES (?1, ?2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: CONTACT_FIND
SELECT id, route_day FROM contact WHERE lookup = ?1
-- name: CONTACT_INSERT
INSERT INTO contact (route_day, lookup, number, hidden) VALUES (?1, ?2, ?3, ?4)
-- name: CONTACT_MOVE
UPDATE contact SET route_day = ?2, lookup = ?3, number = ?4 WHERE id = ?1
-- name: CONTACT_NUMBER
SELECT route_day, number, lookup FROM contact WHERE id = ?1

-- name: CONTACT_FREEZE
UPDATE contact SET frozen_until = ?2 WHERE id = ?1
-- name: CONTACT_STATE
SELECT echo_at, frozen_until FROM contact WHERE id = ?1

-- name: CONTACT_FORGOTTEN
SELECT id FROM contact WHERE route_day = -1
-- name: CONTACT_OLD
SELECT 1 FROM contact WHERE route_day <= ?1 AND route_day >= 0 LIMIT 1
-- name: CONTACT_FORGET_TALKS
UPDATE conversation SET contact_id = ?2 WHERE contact_id IN
(SELECT id FROM contact WHERE route_day <= ?1 AND route_day >= 0)
-- name: CONTACT_FORGET_TEXTS
UPDATE outbox SET contact_id = ?2 WHERE contact_id IN
(SELECT id FROM contact WHERE route_day <= ?1 AND route_day >= 0)
-- name: CONTACT_FORGET_WINDOWS
UPDATE report SET window_contact = ?2 WHERE window_contact IN
(SELECT id FROM contact WHERE route_day <= ?1 AND route_day >= 0)
-- name: CONTACT_FORGET_CALLS
UPDATE call SET contact_id = NULL WHERE contact_id IN
(SELECT id FROM contact WHERE route_day <= ?1 AND route_day >= 0)
-- name: CONTACT_FORGET_PARTS
DELETE FROM part WHERE contact_id IN
(SELECT id FROM contact WHERE route_day <= ?1 AND route_day >= 0)
-- name: CONTACT_FORGET
DELETE FROM contact WHERE route_day <= ?1 AND route_day >= 0
-- name: TAKEN_HOLDS_DAY
-- A SIM's copy that was not confirmed gone may be read again (design 6).
SELECT 1 FROM taken WHERE route_day = ?1 AND deleted_at IS NULL LIMIT 1
-- name: TAKEN_FORGET_DAY
DELETE FROM taken WHERE route_day <= ?1 AND deleted_at IS NOT NULL
-- name: REPLY_FORGET_DAY
UPDATE reply SET route_body = NULL WHERE route_day <= ?1
AND route_body IS NOT NULL

-- name: CONVERSATION_NEWEST
SELECT id, report_id, opened_at, last_in_at, danger_at, help_at, silenced_at,
plain_at, question, previous, asked_at, suicide_at, note_at, proved_at, proved,
consent, questions, said_one, version, lag_s FROM conversation
WHERE contact_id = ?1 AND channel = 'sms'
ORDER BY last_in_at DESC, id DESC LIMIT 1
-- name: CONVERSATION_SILENCED
SELECT silenced_at FROM conversation WHERE contact_id = ?1
ORDER BY last_in_at DESC, id DESC LIMIT 1
-- name: CONVERSATION_SILENCE
-- On whatever channel she said it: nothing goes out on any of them.
UPDATE conversation SET silenced_at = ?2 WHERE contact_id = ?1
-- name: CONVERSATION_TALK
SELECT id, report_id, opened_at, last_in_at, danger_at, help_at, silenced_at,
plain_at, question, previous, asked_at, suicide_at, note_at, proved_at, proved,
consent, questions, said_one, version, lag_s, contact_id FROM conversation
WHERE id = ?1
-- name: CONVERSATION_INSERT
INSERT INTO conversation (contact_id, opened_at, last_in_at, version,
silenced_at, channel) VALUES (?1, ?2, ?2, ?3, ?4, ?5)

-- name: USSD_FIND
SELECT id, conversation_id, state, last_at, last_ms, joined_size, joined,
digest, sequence, template, slots, reply_id, page, route_day FROM ussd
WHERE lookup = ?1
-- name: USSD_INSERT
INSERT INTO ussd (route_day, lookup, gate, conversation_id, state, opened_at,
last_at, last_ms, template, slots)
VALUES (?1, ?2, ?3, ?4, 'open', ?5, ?5, ?6, ?7, '{}')
-- name: USSD_UPDATE
UPDATE ussd SET state = ?2, last_at = ?3, last_ms = ?4, inputs = inputs + ?5,
joined_size = ?6, joined = ?7, digest = ?8, sequence = ?9, template = ?10,
slots = ?11, reply_id = ?12, page = ?13 WHERE id = ?1
-- name: USSD_STATE
UPDATE ussd SET state = ?2 WHERE id = ?1 AND state = 'open'
-- name: USSD_RESUMED
UPDATE ussd SET state = 'resumed' WHERE id = ?1
-- name: USSD_BROKEN
-- The newest session of a number that she did not finish, and said something
-- in; first one in which she had said the plain word.
SELECT u.id, u.conversation_id FROM ussd u
JOIN conversation c ON c.id = u.conversation_id
WHERE c.contact_id = ?1 AND u.id <> ?2 AND u.inputs > 0
AND u.state IN ('open', 'dropped') AND c.last_in_at >= ?3
ORDER BY c.plain_at IS NULL, u.id DESC LIMIT 1
-- name: USSD_FORGET_DAY
DELETE FROM ussd WHERE route_day <= ?1
-- name: CONVERSATION_UPDATE
UPDATE conversation SET report_id = ?2, last_in_at = ?3, danger_at = ?4,
help_at = ?5, silenced_at = ?6, plain_at = ?7, question = ?8, previous = ?9,
asked_at = ?10, suicide_at = ?11, note_at = ?12, proved_at = ?13, proved = ?14,
consent = ?15, questions = ?16, said_one = ?17, lag_s = ?18 WHERE id = ?1
-- name: CONVERSATION_GET
SELECT c.last_in_at, c.plain_at, c.silenced_at, k.frozen_until, c.danger_at
FROM conversation c JOIN contact k ON k.id = c.contact_id WHERE c.id = ?1
-- name: CONVERSATION_ASKED
UPDATE conversation SET previous = iif(question = ?2, previous, question),
question = ?2, asked_at = ?3 WHERE id = ?1
-- name: CONVERSATION_HEARD
-- A text that went into quarantine is none that was heard.
SELECT 1 FROM message m LEFT JOIN report r ON r.id = m.report_id
WHERE m.conversation_id = ?1 AND r.quarantine IS NULL LIMIT 1
-- name: CONVERSATION_LINK
UPDATE conversation SET report_id = ?2 WHERE id = ?1 AND report_id IS NULL
-- name: CONVERSATION_QUESTION_FATE
SELECT state FROM outbox WHERE conversation_id = ?1 AND template = ?2
ORDER BY id DESC LIMIT 1
-- name: CONVERSATION_OWNS
SELECT r.id, r.read_at FROM report r
JOIN conversation c ON c.report_id = coalesce(r.joined_to, r.id)
WHERE r.code = ?1 AND c.contact_id = ?2 AND r.erase_at IS NULL LIMIT 1
-- name: CONTACT_ECHO
UPDATE contact SET echo_at = ?2 WHERE id = ?1
-- name: CONTACT_TRIES
SELECT count(*) FROM message m JOIN conversation c ON c.id = m.conversation_id
WHERE c.contact_id = ?1 AND m.received_at > ?2 AND (m.classes & ?3) <> 0

-- name: REPORT_CODE_TAKEN
SELECT 1 FROM report WHERE code = ?1 UNION ALL
SELECT 1 FROM alert WHERE code = ?1 LIMIT 1
-- name: REPORT_COUNT
-- At least as many as there are: for the length of new codes.
SELECT coalesce(max(id), 0) FROM report
-- name: REPORT_INSERT
INSERT INTO report (code, channel, filed_at, clock, updated_at, urgency,
emergency, state, quarantine, case_pk)
VALUES (?1, ?2, ?3, ?4, ?3, ?5, ?6, 'new', ?7, ?8)
-- name: REPORT_GET
SELECT id, code, channel, filed_at, clock, updated_at, village, urgency,
emergency, state, quarantine, case_pk, triaged_at, reporter, minor, feedback,
consent_asked, consent, consent_provisional, cadre, phone, way, day_part,
word_hash IS NOT NULL, call_wish, call_minute, call_back_at, erase_at,
silenced_at, marks, last_in_at, joined_to, read_at, call_taken_at, closed_at,
(SELECT f.code FROM report f WHERE f.id = report.flood_of), erased_at,
assigned_at, dark_at FROM report WHERE id = ?1
-- name: REPORT_BY_CODE
SELECT id, code, channel, filed_at, clock, updated_at, village, urgency,
emergency, state, quarantine, case_pk, triaged_at, reporter, minor, feedback,
consent_asked, consent, consent_provisional, cadre, phone, way, day_part,
word_hash IS NOT NULL, call_wish, call_minute, call_back_at, erase_at,
silenced_at, marks, last_in_at, joined_to, read_at, call_taken_at, closed_at,
(SELECT f.code FROM report f WHERE f.id = report.flood_of), erased_at,
assigned_at, dark_at FROM report WHERE code = ?1
-- name: REPORT_PAGE
SELECT id, code, channel, filed_at, clock, updated_at, village, urgency,
emergency, state, quarantine, case_pk, triaged_at, reporter, minor, feedback,
consent_asked, consent, consent_provisional, cadre, phone, way, day_part,
word_hash IS NOT NULL, call_wish, call_minute, call_back_at, erase_at,
silenced_at, marks, last_in_at, joined_to, read_at, call_taken_at, closed_at,
(SELECT f.code FROM report f WHERE f.id = report.flood_of), erased_at,
assigned_at, dark_at FROM report
WHERE id < ?1 AND (?2 = 0 OR quarantine IS NOT NULL) ORDER BY id DESC LIMIT ?3
-- name: REPORT_EXPORT
SELECT id, code, channel, filed_at, clock, updated_at, village, urgency,
emergency, state, quarantine, case_pk, triaged_at, reporter, minor, feedback,
consent_asked, consent, consent_provisional, cadre, phone, way, day_part,
word_hash IS NOT NULL, call_wish, call_minute, call_back_at, erase_at,
silenced_at, marks, last_in_at, joined_to, read_at, call_taken_at, closed_at,
(SELECT f.code FROM report f WHERE f.id = report.flood_of), erased_at,
assigned_at, dark_at FROM report
WHERE id > ?1 AND filed_at >= ?2 AND filed_at < ?3 ORDER BY id LIMIT ?4
-- name: REPORT_VILLAGE
UPDATE report SET village = ?2 WHERE id = ?1
-- name: REPORT_TOUCH
UPDATE report SET updated_at = ?2, urgency = ?3, emergency = ?4 WHERE id = ?1

-- name: REPORT_FACTS
UPDATE report SET updated_at = ?2, urgency = ?3, emergency = ?4, triaged_at = ?5,
reporter = ?6, minor = ?7, feedback = ?8, consent_asked = ?9, consent = ?10,
consent_provisional = ?11, cadre = ?12, phone = ?13, way = ?14, day_part = ?15,
call_wish = ?16, call_minute = ?17, call_back_at = ?18, erase_at = ?19,
silenced_at = ?20, marks = ?21, call_until = ?22,
flood_of = iif(?3 = 'low', flood_of, NULL) WHERE id = ?1
-- name: REPORT_HEARD
UPDATE report SET last_in_at = ?2 WHERE id = ?1
-- name: REPORT_OF_CONTACT
-- Every case this number has spoken in, newest first.
SELECT DISTINCT r.id FROM conversation c JOIN report r ON r.id = c.report_id
WHERE c.contact_id = ?1 ORDER BY r.id DESC LIMIT 20
-- name: REPORT_SILENCE_CONTACT
UPDATE report SET silenced_at = ?2, call_wish = iif(?2 IS NULL, call_wish, 0)
WHERE id IN (SELECT report_id FROM conversation WHERE contact_id = ?1)
-- name: REPORT_WAY_CONTACT
UPDATE report SET way = ?2 WHERE id IN
(SELECT report_id FROM conversation WHERE contact_id = ?1)
-- name: REPORT_MARK_CONTACT
-- "Possibly forced" (1) is said of high cases alone.
UPDATE report SET marks = marks | iif(urgency = 'high', ?2, ?2 & ~1),
updated_at = ?3 WHERE state <> 'closed'
AND id <> ?4 AND id IN
(SELECT report_id FROM conversation WHERE contact_id = ?1)
-- name: REPORT_MARKED_OF_CONTACT
SELECT r.id FROM report r WHERE r.state <> 'closed' AND r.marks & ?2 <> 0
AND r.id <> ?3 AND r.id IN
(SELECT report_id FROM conversation WHERE contact_id = ?1)
ORDER BY r.id DESC LIMIT 5
-- name: REPORT_ERASE_CONTACT
-- With the reports that were joined to them, which hold her older words.
UPDATE report SET erase_at = ?2, marks = marks | iif(urgency = 'high'
AND state <> 'closed', ?3, 0) WHERE erase_at IS NULL AND (id IN
(SELECT report_id FROM conversation WHERE contact_id = ?1) OR joined_to IN
(SELECT report_id FROM conversation WHERE contact_id = ?1))
-- name: REPORT_ERASED_OF_CONTACT
SELECT r.id FROM report r WHERE r.erase_at = ?2 AND r.id <> ?3 AND r.id IN
(SELECT report_id FROM conversation WHERE contact_id = ?1)
ORDER BY r.id DESC LIMIT 5
-- name: REPORT_LOW_SINCE
SELECT count(*) FROM report WHERE filed_at > ?1 AND urgency = 'low'
-- name: REPORT_FLOOD
UPDATE report SET flood_of = ?2 WHERE id = ?1
-- name: REPORT_STANDING
-- Of the other cases of a number: is one open and high, when did it last
-- write in any, and is one open at all.
SELECT max(r.urgency = 'high' AND r.state <> 'closed' AND r.id <> ?2),
max(r.last_in_at), max(r.state <> 'closed' AND r.id <> ?2) FROM report r WHERE r.id IN
(SELECT report_id FROM conversation WHERE contact_id = ?1)
-- name: REPORT_OPEN_OF_CONTACT
SELECT r.id FROM report r WHERE r.state <> 'closed' AND r.quarantine IS NULL
AND r.id IN (SELECT report_id FROM conversation WHERE contact_id = ?1)
ORDER BY r.id DESC LIMIT 1
-- name: REPORT_ERASE
UPDATE report SET erase_at = ?2, marks = marks | iif(urgency = 'high'
AND state <> 'closed', ?3, 0) WHERE erase_at IS NULL AND (id = ?1
OR joined_to = ?1 OR id = (SELECT joined_to FROM report WHERE id = ?1)
OR joined_to = (SELECT joined_to FROM report WHERE id = ?1))
-- name: REPORT_WORDS_OF_CONTACT
SELECT r.id, r.word_salt, r.word_hash FROM report r
WHERE r.word_hash IS NOT NULL AND (r.id IN
(SELECT report_id FROM conversation WHERE contact_id = ?1) OR r.joined_to IN
(SELECT report_id FROM conversation WHERE contact_id = ?1))
ORDER BY r.id DESC LIMIT 3
-- name: REPORT_CAREFUL
-- His phone (3) and never (3) hold in all cases of the numbers of this one.
UPDATE report SET phone = iif(?2 = 3, 3, phone), way = iif(?3 = 3, 3, way)
WHERE 3 IN (?2, ?3) AND id IN (SELECT c.report_id FROM conversation c
WHERE c.contact_id IN
(SELECT k.contact_id FROM conversation k WHERE k.report_id = ?1))
-- name: REPORT_WORD
SELECT word_salt, word_hash, tries, tries_day FROM report WHERE id = ?1
-- name: REPORT_WORD_SET
UPDATE report SET word_salt = ?2, word_hash = ?3 WHERE id = ?1
-- name: REPORT_WORD_JOIN
-- Joined: its word goes on in ?1, if that one has none.
UPDATE report SET (word_salt, word_hash) =
(SELECT o.word_salt, o.word_hash FROM report o WHERE o.id = ?2)
WHERE id = ?1 AND word_hash IS NULL
-- name: REPLY_JOIN
-- Its waiting answers go on there too; their words stay sealed to it.
UPDATE reply SET sealed_to = coalesce(sealed_to, report_id), report_id = ?2
WHERE report_id = ?1 AND state = 'waiting'
-- name: REPORT_TRIES_SET
UPDATE report SET tries = ?2, tries_day = ?3 WHERE id = ?1
-- name: REPORT_CONTACT
-- Where an answer of itself may go, while its route lives: the number whose
-- window and phone are known; before they are, the only one of the case. First
-- a talk by text: it names her SIM.
SELECT c.contact_id, c.id FROM conversation c JOIN report r
ON r.id = c.report_id JOIN contact t ON t.id = c.contact_id
WHERE r.id = ?1 AND t.route_day >= 0 AND NOT t.hidden AND c.contact_id = coalesce(
r.window_contact, (SELECT min(k.contact_id) FROM conversation k
JOIN contact x ON x.id = k.contact_id AND x.route_day >= 0 AND NOT x.hidden
WHERE k.report_id = ?1 HAVING min(k.contact_id) = max(k.contact_id)))
ORDER BY c.channel = 'sms' DESC, c.last_in_at DESC, c.id DESC LIMIT 1
-- name: REPORT_WINDOW_OF
-- A window was set on this number; ?2 NULL: by voice, of the number known
-- already or, before, of the one that spoke last.
UPDATE report SET window_contact = coalesce(?2, window_contact,
(SELECT contact_id FROM conversation JOIN contact x ON x.id = contact_id
AND NOT x.hidden WHERE report_id = ?1
ORDER BY last_in_at DESC, conversation.id DESC LIMIT 1)) WHERE id = ?1
-- name: REPORT_RELEASE
UPDATE report SET quarantine = NULL, updated_at = ?2 WHERE id = ?1
-- name: CONVERSATION_RELEASE
-- The conversation its text came in, unless it has a case of its own.
UPDATE conversation SET report_id = ?1 WHERE report_id IS NULL AND id IN
(SELECT conversation_id FROM message WHERE report_id = ?1)
-- name: REPORT_JOIN
UPDATE report SET joined_to = ?2, updated_at = ?3
WHERE id = ?1 OR joined_to = ?1
-- name: CONVERSATION_JOIN
UPDATE conversation SET report_id = ?2 WHERE report_id = ?1
-- name: REPORT_STATE
UPDATE report SET state = ?2, closed_at = ?3, updated_at = ?4 WHERE id = ?1
-- name: REPORT_CALL_TAKEN
UPDATE report SET call_taken_at = ?2 WHERE id = ?1
-- name: REPORT_JOINED
SELECT code FROM report WHERE joined_to = ?1 ORDER BY id LIMIT 100
-- name: REPORT_CODE
SELECT code FROM report WHERE id = ?1

-- name: REPLY_INSERT
INSERT INTO reply (report_id, created_at, state, level, template, body,
route_day, route_body) VALUES (?1, ?2, 'waiting', ?3, ?4, ?5, ?6, ?7)
-- name: REPLY_WAITING_OF_CONTACT
-- R34 only to a number that answered `1` in that case (I15), and on the screen
-- of the session ?5 that proved itself. ?3 is R34: one that never left has
-- offered nothing. On a screen (?6) also what was shown and perhaps not seen: a
-- session may break off just then.
-- First the one offered after ?4, which she may be asking for now; then the
-- oldest that was never offered. None where she asked to be erased, and none on
-- a phone that is his (3) or a wrong number (mark 4) until an officer knows.
SELECT p.id, p.level, coalesce((SELECT max(o.created_at) FROM outbox o
WHERE o.contact_id = ?1 AND o.template = ?3 AND o.created_at = p.offered_at
AND o.state NOT IN ('failed', 'expired', 'dropped')), p.screen_offered_at)
AS offered, p.report_id, p.template FROM reply p JOIN report r
ON r.id = p.report_id WHERE (p.state = 'waiting' OR (?6 AND p.state = 'given'
AND p.shown_at IS NOT NULL AND p.seen_at IS NULL)) AND (p.template IS NULL OR p.template <> ?2)
AND r.erase_at IS NULL AND r.phone <> 3 AND r.state <> 'closed'
AND (r.marks & 4 = 0 OR r.phone IN (1, 2))
AND p.report_id IN (SELECT report_id FROM conversation WHERE contact_id = ?1 AND
(said_one = 1 OR (proved = 1 AND channel = 'ussd' AND id = ?5)))
ORDER BY coalesce(offered, 0) > ?4 DESC, offered IS NOT NULL,
offered DESC, p.id LIMIT 1
-- name: REPORT_NUMBER_HIDDEN
-- It came from hidden numbers alone: nobody can ring or text.
SELECT 1 FROM report r WHERE r.id = ?1
AND EXISTS (SELECT 1 FROM conversation c JOIN contact k ON k.id = c.contact_id
WHERE c.report_id = r.id AND k.hidden)
AND NOT EXISTS (SELECT 1 FROM conversation c JOIN contact k
ON k.id = c.contact_id WHERE c.report_id = r.id AND NOT k.hidden)
-- name: REPORT_BEGAN
-- The conversation of its first message.
SELECT conversation_id FROM message WHERE report_id = ?1 ORDER BY id LIMIT 1
-- name: REPLY_GET
SELECT id, report_id, state, level, template, route_day, route_body, body,
created_at, offered_at, override_at, sealed_to FROM reply WHERE id = ?1
-- name: REPLY_STATE
UPDATE reply SET state = ?2 WHERE id = ?1
-- name: REPLY_SHOWN
UPDATE reply SET state = 'given', shown_at = ?2, shown_in = ?3, seen_at = NULL,
screen_offered_at = NULL WHERE id = ?1
-- name: REPLY_SEEN
UPDATE reply SET seen_at = ?2 WHERE shown_in = ?1 AND seen_at IS NULL
-- name: REPLY_SCREEN_OFFERED
UPDATE reply SET screen_offered_at = ?2 WHERE id = ?1
-- name: REPLY_WITHDRAW
-- A template that is of no use any more: "finished" in an open case.
UPDATE reply SET state = 'withdrawn' WHERE report_id = ?1
AND state = 'waiting' AND template = ?2
-- name: REPLY_SAID
SELECT 1 FROM reply WHERE report_id = ?1 AND template = ?2
AND state <> 'withdrawn' LIMIT 1
-- name: REPLY_OFFERED
UPDATE reply SET offered_at = ?2 WHERE id = ?1
-- name: REPLY_OVERRIDDEN
UPDATE reply SET override_at = ?2 WHERE id = ?1
-- name: REPLY_OF_REPORT
SELECT p.id, p.created_at, p.state, p.level, p.template, p.body, p.offered_at,
p.override_at, x.case_pk FROM reply p
JOIN report x ON x.id = coalesce(p.sealed_to, p.report_id)
WHERE p.report_id = ?1 ORDER BY p.id DESC LIMIT 100
-- name: REPLY_WAY
-- The number that texts of itself go to, and whether it fell silent.
SELECT r.window_contact, (SELECT c.silenced_at IS NOT NULL FROM conversation c
WHERE c.contact_id = r.window_contact ORDER BY c.last_in_at DESC, c.id DESC
LIMIT 1) FROM report r WHERE r.id = ?1 AND r.window_contact IS NOT NULL
-- name: REPLY_LATELY
-- What is on its way; words that went after ?2. A template may be meant again.
SELECT id, template FROM reply WHERE report_id = ?1 AND state <> 'withdrawn'
AND (state <> 'given' OR (created_at > ?2 AND template IS NULL))
ORDER BY id DESC LIMIT 100
-- name: REPLY_NEWEST_UNSENT
SELECT id FROM reply WHERE report_id = ?1 AND state IN ('waiting', 'queued')
ORDER BY id DESC LIMIT 1
-- name: OUTBOX_WITHDRAW
UPDATE outbox SET state = 'dropped', changed_at = ?2, error = 'withdrawn'
WHERE reply_id = ?1 AND state = 'queued'
-- name: REPLY_NEWEST_WAITING
SELECT id, level, template FROM reply WHERE report_id = ?1
AND state = 'waiting' ORDER BY id DESC LIMIT 1

-- name: ACT_INSERT
INSERT INTO act (at, actor, act, report_id, detail)
VALUES (?1, ?2, ?3, ?4, ?5)
-- name: ACT_NOTES_OF
SELECT at, actor, detail FROM act WHERE report_id = ?1 AND act = 'note'
ORDER BY id DESC LIMIT 100
-- name: ACT_OF_REPORT
SELECT at, actor, act, detail FROM act WHERE report_id = ?1 AND act <> 'note'
ORDER BY id DESC
LIMIT 200

-- name: REPORT_READ
UPDATE report SET read_at = coalesce(read_at, ?2), seen_at = ?2 WHERE id = ?1
AND (read_at IS NULL OR coalesce(seen_at, 0) <= last_in_at)
-- name: MESSAGE_INSERT
INSERT INTO message (report_id, conversation_id, modem, received_at, clock,
classes, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
-- name: MESSAGE_MODEM
SELECT modem FROM message WHERE conversation_id = ?1
ORDER BY received_at DESC LIMIT 1
-- name: MESSAGE_OF_REPORT
SELECT id, received_at, clock, classes, body FROM message
WHERE report_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3

-- name: TAKEN_FIND
SELECT id, deleted_at FROM taken WHERE dedup = ?1
-- name: TAKEN_FORGET
DELETE FROM taken WHERE id = ?1
-- name: TAKEN_INSERT
INSERT INTO taken (dedup, route_day, message_id) VALUES (?1, ?2, ?3)
-- name: TAKEN_DELETED
UPDATE taken SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL

-- name: OUTBOX_SMS_INSERT
INSERT INTO outbox (sink, state, priority, report_id, created_at, due_at,
expires_at, changed_at, modem, contact_id, conversation_id, template, language,
slots, unasked, level, version, hold, reply_id, direct)
VALUES ('sms', 'queued', ?1, ?2, ?3, ?13, ?4, ?3, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
?12, ?14, ?15, ?16, ?17)
-- name: OUTBOX_WEBHOOK_INSERT
INSERT INTO outbox (sink, state, priority, report_id, created_at, due_at,
expires_at, changed_at, destination, event, event_id, body)
VALUES ('webhook', 'queued', ?1, ?2, ?3, ?3, ?4, ?3, ?5, ?6, ?7, ?8)
-- name: OUTBOX_WEBHOOK_PENDING
SELECT 1 FROM outbox WHERE report_id = ?1 AND sink = 'webhook'
AND state = 'queued' AND destination = ?2 AND event = ?3
-- name: OUTBOX_SMS_NEXT
-- To responders by any SIM. ?3-?7: may it leave now, a reply, one to an urgent
-- cry, an alert, an urgent one, a drill?
SELECT id, contact_id, conversation_id, template, language, slots, expires_at,
created_at, priority, version, reply_id, direct, report_id, level, person
FROM outbox WHERE sink = 'sms' AND state = 'queued'
AND (modem = ?1 OR modem IS NULL) AND due_at <= ?2
AND CASE WHEN person IS NULL THEN iif(priority = 0, ?4, ?3)
WHEN priority = 0 THEN ?6 WHEN priority = 1 THEN ?5 ELSE ?7 END
ORDER BY priority, due_at, id LIMIT 1
-- name: OUTBOX_WEBHOOK_NEXT
SELECT id, event, event_id, body, attempts, created_at, report_id, alert_id
FROM outbox WHERE sink = 'webhook' AND state = 'queued' AND destination = ?1
AND due_at <= ?2 ORDER BY priority, due_at, id LIMIT 1
-- name: OUTBOX_NEXT_DUE
SELECT min(due_at) FROM outbox WHERE sink = ?1 AND state = 'queued'
-- name: OUTBOX_STATE
UPDATE outbox SET state = ?2, changed_at = ?3, error = ?4 WHERE id = ?1
-- name: OUTBOX_SENDING
UPDATE outbox SET state = 'sending', changed_at = ?2, attempts = attempts + 1,
modem = ?3 WHERE id = ?1
-- name: OUTBOX_STAND_IN
UPDATE outbox SET template = ?2, level = 0, reply_id = NULL WHERE id = ?1
-- name: CONVERSATION_UNASK
UPDATE conversation SET question = NULL, asked_at = NULL WHERE id = ?1
-- name: OUTBOX_LATER
UPDATE outbox SET due_at = ?2 WHERE id = ?1
-- name: OUTBOX_TAKE_CALL
-- An officer took the call she asked for: R16 instead of the note.
UPDATE outbox SET template = hold, hold = NULL, due_at = ?2, expires_at = ?3
WHERE report_id = ?1 AND hold IS NOT NULL AND state = 'queued' AND due_at > ?2
-- name: OUTBOX_UNDELIVERED
-- On its way to her: no status report, and its validity not over.
SELECT 1 FROM outbox WHERE contact_id = ?1 AND sink = 'sms' AND id <> ?2
AND state IN ('sending', 'sent', 'unknown') AND changed_at > ?3 LIMIT 1
-- name: OUTBOX_MAY_RETRY
-- ?2 is itself the one answer to STOP; everything else falls silent (I3).
SELECT o.state = 'sending' AND NOT EXISTS (SELECT 1 FROM outbox n
WHERE n.contact_id = o.contact_id AND n.sink = 'sms' AND n.id > o.id)
AND (o.template = ?2 OR c.silenced_at IS NULL), o.person IS NOT NULL
FROM outbox o LEFT JOIN conversation c ON c.id = o.conversation_id
WHERE o.id = ?1
-- name: OUTBOX_RETRY
UPDATE outbox SET state = 'queued', due_at = ?2, changed_at = ?3, error = ?4,
modem = iif(person IS NULL, modem, NULL) WHERE id = ?1
-- name: OUTBOX_SENT
UPDATE outbox SET state = 'sent', changed_at = ?2, mr = ?3, error = NULL
WHERE id = ?1 AND state IN ('sending', 'unknown')
-- name: OUTBOX_GET
SELECT id, sink, state, attempts, created_at, destination, expires_at
FROM outbox WHERE id = ?1
-- name: OUTBOX_SMS_LOST
UPDATE outbox SET state = 'unknown', changed_at = ?2, error = 'interrupted'
WHERE sink = 'sms' AND state = 'sending' AND (?1 IS NULL OR modem = ?1)
-- name: OUTBOX_WEBHOOK_LOST
UPDATE outbox SET state = 'queued', due_at = ?1, changed_at = ?1,
error = 'interrupted' WHERE sink = 'webhook' AND state = 'sending'
-- name: OUTBOX_EXPIRE
UPDATE outbox SET state = iif(sink = 'sms', 'expired', 'failed'),
changed_at = ?1, error = coalesce(error, 'out_of_time') WHERE state = 'queued' AND expires_at <= ?1
-- name: OUTBOX_NEXT_EXPIRY
SELECT min(expires_at) FROM outbox WHERE state = 'queued'
-- name: OUTBOX_SILENCE
UPDATE outbox SET state = 'dropped', changed_at = ?2, error = 'silenced'
WHERE sink = 'sms' AND state = 'queued' AND contact_id = ?1
-- name: OUTBOX_REPLACE
UPDATE outbox SET state = 'dropped', changed_at = ?2, error = 'replaced'
WHERE sink = 'sms' AND state = 'queued' AND contact_id = ?1 AND direct = 1
-- name: OUTBOX_UNASKED
-- It counts from when it left, which may be later than when it was written.
SELECT max(max(created_at, coalesce(changed_at, 0))) FROM outbox
WHERE contact_id = ?1 AND max(created_at, coalesce(changed_at, 0)) > ?2
AND unasked = 1 AND state NOT IN ('dropped', 'expired')
-- name: OUTBOX_MODEM_TODAY
-- All, those of the last hour (?3), and of drills.
SELECT count(*), coalesce(sum(created_at > ?3), 0),
coalesce(sum(priority = 3 AND person IS NOT NULL), 0) FROM outbox
WHERE sink = 'sms' AND modem = ?1 AND created_at > ?2 AND attempts > 0
-- name: OUTBOX_REPLAY
UPDATE outbox SET state = 'queued', due_at = ?2, changed_at = ?2,
expires_at = ?3, attempts = 0 WHERE sink = 'webhook' AND state = 'failed'
AND (?1 IS NULL OR destination = ?1) AND (?4 IS NULL OR id = ?4)
-- name: OUTBOX_WEBHOOK_PARK
UPDATE outbox SET state = 'failed', changed_at = ?2, error = ?3
WHERE sink = 'webhook' AND state IN ('queued', 'sending') AND destination = ?1
-- name: DESTINATION_DISABLE
INSERT INTO destination (name, disabled_at) VALUES (?1, ?2)
ON CONFLICT (name) DO NOTHING
-- name: DESTINATION_ENABLE
-- scans: a handful of rows
DELETE FROM destination WHERE ?1 IS NULL OR name = ?1
-- name: DESTINATION_DISABLED
SELECT 1 FROM destination WHERE name = ?1

-- name: PART_INSERT
INSERT INTO part (contact_id, modem, ref, total, seq, due_at, danger,
route_day, pdu) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8)
ON CONFLICT DO NOTHING
-- name: PART_EXTEND
UPDATE part SET due_at = iif((SELECT max(p.danger) FROM part p
WHERE p.contact_id = ?1 AND p.modem = ?2 AND p.ref = ?3 AND p.total = ?4) = 1,
?5, ?6) WHERE contact_id = ?1 AND modem = ?2 AND ref = ?3 AND total = ?4
-- name: PART_GET
SELECT seq, route_day, pdu FROM part WHERE contact_id = ?1 AND modem = ?2
AND ref = ?3 AND total = ?4 AND seq = ?5
-- name: PART_COUNT
SELECT count(*) FROM part WHERE contact_id = ?1 AND modem = ?2 AND ref = ?3
AND total = ?4
-- name: PART_LIST
SELECT seq, route_day, pdu FROM part WHERE contact_id = ?1 AND modem = ?2
AND ref = ?3 AND total = ?4 ORDER BY seq
-- name: PART_DELETE
DELETE FROM part WHERE contact_id = ?1 AND modem = ?2 AND ref = ?3
AND total = ?4
-- name: PART_DUE
SELECT modem, contact_id, ref, total FROM part WHERE due_at <= ?1
ORDER BY due_at LIMIT 1
-- name: PART_NEXT_DUE
SELECT min(due_at) FROM part
-- name: CALL_INSERT
INSERT INTO call (at, modem, contact_id) VALUES (?1, ?2, ?3)
-- name: CALL_COUNT
SELECT count(*) FROM call WHERE contact_id = ?1 AND at > ?2

-- name: OUTBOX_CONTACT_COUNT
SELECT count(*) FROM outbox WHERE contact_id = ?1 AND created_at > ?2
AND level = 0 AND state NOT IN ('dropped', 'expired')
-- name: OUTBOX_BY_MR
SELECT id, contact_id, person FROM outbox WHERE sink = 'sms' AND modem = ?1
AND mr = ?2 AND state IN ('sent', 'unknown') AND changed_at > ?3
ORDER BY changed_at DESC, id DESC
-- name: OUTBOX_UNKNOWN
SELECT id, contact_id, person FROM outbox WHERE sink = 'sms' AND modem = ?1
AND state = 'unknown' AND mr IS NULL AND changed_at > ?2
ORDER BY changed_at DESC, id DESC
-- name: OUTBOX_SETTLE
UPDATE outbox SET state = ?2, changed_at = ?3, error = ?4
WHERE id = ?1 AND state IN ('sent', 'unknown')
-- name: OUTBOX_PAGE
SELECT o.id, o.sink, o.state, o.created_at, o.changed_at, o.attempts, o.error,
o.template, o.destination, o.event, r.code, o.due_at
FROM outbox o LEFT JOIN report r ON r.id = o.report_id
WHERE o.id < ?1 AND (?2 IS NULL OR o.state = ?2) ORDER BY o.id DESC LIMIT ?3
-- name: OUTBOX_COUNTS
-- scans: asked by people alone
SELECT sink, state, count(*) FROM outbox GROUP BY sink, state
-- name: OUTBOX_OF_REPORT
SELECT id, state, template, language, slots, created_at, changed_at, version,
reply_id, person FROM outbox WHERE report_id = ?1 AND sink = 'sms'
UNION ALL SELECT -id, iif(seen_at IS NULL, 'unknown', 'shown'), template, NULL, NULL, shown_at, shown_at, NULL,
id, NULL FROM reply WHERE report_id = ?1 AND shown_at IS NOT NULL
ORDER BY created_at DESC, id DESC LIMIT 100

-- name: CLOCK_HIGHEST
SELECT max(filed_at) FROM report WHERE clock = 'box'
-- name: ERASE_MESSAGES
UPDATE message SET body = NULL WHERE report_id = ?1
-- name: ERASE_REPLIES
UPDATE reply SET body = NULL, route_body = NULL,
state = iif(state = 'given', state, 'withdrawn') WHERE report_id = ?1
-- name: ERASE_TALKS
UPDATE conversation SET report_id = NULL, consent = '' WHERE report_id = ?1
-- name: ERASE_TEXTS
UPDATE outbox SET state = iif(state = 'queued' AND sink = 'sms', 'dropped',
state), slots = NULL, report_id = NULL WHERE report_id = ?1 AND sink = 'sms'
-- name: ERASE_REPORT
UPDATE report SET erased_at = ?2, erase_at = coalesce(erase_at, ?2),
state = 'closed', closed_at = ?2, updated_at = ?2, village = NULL,
word_salt = NULL, word_hash = NULL, call_wish = 0, window_contact = NULL
WHERE id = ?1
-- name: ERASE_REFUSED
-- When it was asked is kept: that order is decided, and not found again.
UPDATE report SET erase_asked_at = erase_at, erase_at = NULL,
erase_alarm_at = NULL, updated_at = ?2
WHERE (id = ?1 OR joined_to = ?1) AND erase_at IS NOT NULL AND erased_at IS NULL
-- name: ERASE_ALARMED
UPDATE report SET erase_alarm_at = ?2 WHERE id = ?1
-- name: ERASE_DUE
-- A person has triaged it not high, and no word of danger stands in it (I12).
SELECT r.id FROM report r WHERE r.erase_at < ?1 AND r.erased_at IS NULL
AND r.triaged_at IS NOT NULL AND r.urgency <> 'high' AND r.emergency = 0
AND NOT EXISTS (SELECT 1 FROM message m WHERE m.report_id = r.id
AND (m.classes & ?2) <> 0) ORDER BY r.erase_at LIMIT ?3
-- name: ERASE_UNDECIDED
SELECT r.id FROM report r WHERE r.erase_at < ?1 AND r.erased_at IS NULL
AND r.erase_alarm_at IS NULL AND (r.triaged_at IS NULL OR r.urgency = 'high'
OR r.emergency = 1 OR EXISTS (SELECT 1 FROM message m WHERE m.report_id = r.id
AND (m.classes & ?2) <> 0)) ORDER BY r.erase_at LIMIT ?3
-- name: DOCTOR_ANSWERS
-- scans: asked by people alone
SELECT count(*) FROM reply WHERE state = 'waiting' AND created_at < ?1
-- name: DOCTOR_QUARANTINE
-- scans: asked by people alone
SELECT count(*) FROM report WHERE quarantine IS NOT NULL AND read_at IS NULL
AND erased_at IS NULL
-- name: DOCTOR_ERASURES
-- scans: asked by people alone
SELECT count(*) FROM report WHERE erase_at < ?1 AND erased_at IS NULL
-- name: PRIVACY_REPORTS
-- scans: asked by people alone
-- A report counts in one of the four states; cases.c calls them the same. What
-- is erased has an erase_at too, so the last columns are read of few rows.
SELECT n, n - shut + both - marked, shut - both, marked - erased, erased,
quarantined, children, first FROM
(SELECT count(*) AS n, count(nullif(state, 'new')) AS shut,
count(quarantine) AS quarantined, count(nullif(minor, 'n')) AS children,
min(filed_at) AS first FROM report),
(SELECT count(*) AS marked, count(erased_at) AS erased,
count(nullif(state, 'new')) AS both FROM report WHERE erase_at IS NOT NULL)
-- name: PRIVACY_CONTACTS
SELECT count(*) FROM contact WHERE route_day = ?1
-- name: PRIVACY_PARTS
-- scans: asked by people alone
SELECT count(*) FROM part
-- name: PRIVACY_REPLIES
-- scans: asked by people alone
SELECT count(*) FROM reply WHERE route_body IS NOT NULL
-- name: REPLY_WAITING_SMS
-- scans: only the answers that wait
-- Neutral answers to cases with a window for texts and a number that lives;
-- ?1 (R27) only to who has written since ?2.
SELECT p.id, r.way, r.phone, r.day_part, r.silenced_at, r.last_in_at FROM reply p
JOIN report r ON r.id = p.report_id WHERE p.state = 'waiting' AND p.level = 0
AND r.way = 1 AND r.phone IN (1, 2) AND r.silenced_at IS NULL AND p.id > ?3
AND (p.template IS NULL OR p.template <> ?1 OR r.last_in_at > ?2)
AND r.erase_at IS NULL
-- what the network refused twice in a day leaves the day's texts to her
AND (SELECT count(*) FROM outbox o WHERE o.reply_id = p.id
AND o.state = 'failed' AND o.created_at > ?4) < 2
AND (SELECT c.silenced_at IS NULL FROM conversation c
WHERE c.contact_id = r.window_contact
ORDER BY c.last_in_at DESC, c.id DESC LIMIT 1) = 1
ORDER BY p.id

-- name: OUTBOX_PLAIN_INSERT
-- News of the box itself, of no report; only the newest of a kind waits.
INSERT INTO outbox (sink, state, priority, created_at, due_at, expires_at,
changed_at, destination, event, event_id, body)
VALUES ('webhook', 'queued', ?1, ?2, ?2, ?3, ?2, ?4, ?5, ?6, ?7)
-- name: OUTBOX_PLAIN_DROP
DELETE FROM outbox WHERE sink = 'webhook' AND state = 'queued'
AND report_id IS NULL AND destination = ?1 AND event = ?2
-- name: PERSON_GET
SELECT id, role, sealed, from_day, to_day, added_at, removed_at, sex, channels,
everywhere FROM person WHERE id = ?1
-- name: PERSON_PUT
INSERT INTO person (id, role, sealed, from_day, to_day, added_at, removed_at,
sex, channels, everywhere, numbered)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (id)
DO UPDATE SET role = excluded.role, sealed = excluded.sealed,
from_day = excluded.from_day, to_day = excluded.to_day,
removed_at = excluded.removed_at, sex = excluded.sex,
channels = excluded.channels, everywhere = excluded.everywhere,
numbered = excluded.numbered
-- name: PERSON_PAGE
SELECT id, role, sealed, from_day, to_day, added_at, removed_at, sex, channels,
everywhere FROM person
WHERE id > ?1 AND (?2 = 1 OR removed_at IS NULL) ORDER BY id LIMIT ?3
-- name: ASSIGNED_OF
SELECT person FROM assigned WHERE report_id = ?1 ORDER BY person
-- name: ASSIGNED_CLEAR
DELETE FROM assigned WHERE report_id = ?1
-- name: ASSIGNED_ADD
INSERT INTO assigned (report_id, person, at) VALUES (?1, ?2, ?3)
ON CONFLICT DO NOTHING
-- name: REPORT_ASSIGNED
UPDATE report SET assigned_at = ?2, updated_at = ?2,
triaged_at = coalesce(triaged_at, ?2) WHERE id = ?1
-- name: AUDIT_NEWEST
-- scans: the last row alone
SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1
-- name: AUDIT_INSERT
INSERT INTO audit (id, at, actor, act, object, detail, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
-- name: AUDIT_PAGE
SELECT id, at, actor, act, object, detail FROM audit WHERE id < ?1
ORDER BY id DESC LIMIT ?2
-- name: AUDIT_CHAIN
SELECT id, at, actor, act, object, detail, hash FROM audit WHERE id > ?1
ORDER BY id LIMIT ?2
-- name: NUMBERS_NEXT
-- Who wrote is inside the sealed body: one number may stand in many.
SELECT m.id, r.id, r.case_pk, m.body, r.code, m.received_at, r.quarantine,
m.classes FROM message m JOIN report r ON r.id = m.report_id
WHERE m.id > ?1 AND m.body IS NOT NULL AND r.erased_at IS NULL
AND r.updated_at > ?2 ORDER BY m.id LIMIT ?3
-- name: REVEAL_BODIES
-- One text of each conversation, the newest first, with those of the reports
-- joined to it: each may be another phone.
SELECT max(m.id), m.received_at, m.body, x.case_pk FROM message m
JOIN report x ON x.id = m.report_id WHERE m.body IS NOT NULL
AND m.report_id IN (SELECT id FROM report WHERE id = ?1 OR joined_to = ?1)
GROUP BY m.report_id, m.conversation_id ORDER BY max(m.id) DESC
-- name: ORDERS_LATE
SELECT id FROM report WHERE quarantine = 'erase_order' AND state = 'new'
AND filed_at < ?1 AND erase_alarm_at IS NULL LIMIT 1
-- name: ORDERS_ALARMED
UPDATE report SET erase_alarm_at = ?2 WHERE quarantine = 'erase_order'
AND state = 'new' AND filed_at < ?1 AND erase_alarm_at IS NULL
-- name: ORDERS_OPEN
SELECT id FROM report WHERE quarantine = 'erase_order' AND state = 'new'
AND filed_at > 0 LIMIT 1
-- name: REPORT_ERASE_ORDERED
-- As REPORT_ERASE, found later; what was decided after the order stays so.
UPDATE report SET erase_at = ?2, marks = marks | iif(urgency = 'high'
AND state <> 'closed', ?3, 0) WHERE erase_at IS NULL
AND coalesce(erase_asked_at, 0) < ?2 AND (id = ?1
OR joined_to = ?1 OR id = (SELECT joined_to FROM report WHERE id = ?1)
OR joined_to = (SELECT joined_to FROM report WHERE id = ?1))
-- name: ORDER_STATE
UPDATE report SET state = 'closed', closed_at = ?2, updated_at = ?2
WHERE id = ?1
-- name: ERASE_WEBHOOKS
-- What has arrived is told to nobody again; a village stood in it.
UPDATE outbox SET body = NULL WHERE report_id = ?1 AND sink = 'webhook'
AND state NOT IN ('queued', 'sending', 'failed')
-- name: ERASE_JOINED
SELECT id FROM report WHERE joined_to = ?1 AND erased_at IS NULL LIMIT ?2
-- name: RETENTION_DUE
-- Closed before ?3, or in quarantine and read before ?4; with what was joined
-- to it, unless somebody is still to decide on that. An order to erase ends
-- only by being carried out.
SELECT r.id FROM report r WHERE r.id > ?1 AND r.id <= ?2
AND r.erased_at IS NULL AND r.erase_at IS NULL AND r.joined_to IS NULL
AND iif(r.quarantine IS NULL, r.state = 'closed' AND r.closed_at < ?3,
r.read_at < ?4 AND (r.quarantine <> 'erase_order' OR r.state = 'closed'))
AND NOT EXISTS (SELECT 1 FROM report j WHERE j.joined_to = r.id
AND j.erase_at IS NOT NULL AND j.erased_at IS NULL) ORDER BY r.id LIMIT ?5
-- name: RETENTION_LAST
SELECT coalesce(max(id), 0) FROM report
-- name: RETENTION_OLD_TEXTS
-- The newest of some rows, how many of them still say something, and whether
-- there are rows behind them.
SELECT max(created_at), count(iif(sink = 'sms' AND slots IS NOT NULL
AND created_at < ?3 AND state NOT IN ('queued', 'sending'), 1, NULL)),
(SELECT max(id) FROM outbox) > ?2 FROM outbox WHERE id > ?1 AND id <= ?2
-- name: RETENTION_TEXTS
-- +: by the rows' ids, never by the index of all texts.
UPDATE outbox SET slots = NULL WHERE id > ?1 AND id <= ?2 AND +sink = 'sms'
AND slots IS NOT NULL AND created_at < ?3
AND state NOT IN ('queued', 'sending')
-- name: RECEIPT_ASKED
SELECT erase_asked_at FROM report WHERE id = ?1
-- name: REPLY_ROUTE
UPDATE reply SET route_day = ?2, route_body = ?3 WHERE id = ?1
-- name: REPLY_WAITING_LOST
-- scans: only the answers that wait
-- As REPLY_WAITING_SMS, to numbers that only an officer's key still knows.
SELECT p.id, r.way, r.phone, r.day_part, r.silenced_at, r.last_in_at FROM reply p
JOIN report r ON r.id = p.report_id JOIN contact t ON t.id = r.window_contact
WHERE p.state = 'waiting' AND p.level = 0 AND t.route_day < 0
AND r.way = 1 AND r.phone IN (1, 2) AND r.silenced_at IS NULL AND p.id > ?3
AND (p.template IS NULL OR p.template <> ?1 OR r.last_in_at > ?2)
AND r.erase_at IS NULL AND (SELECT count(*) FROM outbox o
WHERE o.reply_id = p.id AND o.state = 'failed' AND o.created_at > ?4) < 2
ORDER BY p.id
-- name: LENT_ALL
SELECT id FROM contact WHERE route_day = ?1
-- name: LENT_TEXTS_DROP
UPDATE outbox SET state = 'dropped', changed_at = ?2,
error = 'number_forgotten' WHERE contact_id = ?1 AND sink = 'sms'
AND state = 'queued'
-- name: LENT_TEXTS
UPDATE outbox SET contact_id = (SELECT id FROM contact WHERE route_day = -1),
changed_at = coalesce(changed_at, ?2) WHERE contact_id = ?1
-- name: LENT_TALKS
UPDATE conversation SET contact_id = (SELECT id FROM contact
WHERE route_day = -1), last_in_at = min(last_in_at, ?2) WHERE contact_id = ?1
-- name: LENT_WINDOWS
UPDATE report SET window_contact = (SELECT id FROM contact
WHERE route_day = -1), updated_at = min(updated_at, ?2)
WHERE window_contact = ?1
-- name: LENT_CALLS
UPDATE call SET contact_id = NULL WHERE contact_id = ?1 AND at <= ?2
-- name: LENT_FORGET
DELETE FROM contact WHERE id = ?1 AND route_day = -2 AND ?2 > 0
-- name: MESSAGE_MODEM_OF_REPORT
SELECT modem FROM message WHERE report_id = ?1 AND modem NOT LIKE 'ussd:%'
ORDER BY id DESC LIMIT 1
-- name: SILENCE_ORDER_ADD
INSERT INTO silence_order (at, case_pk, body) VALUES (?1, ?2, ?3)
-- name: SILENCE_ORDER_NEXT
SELECT id, at, case_pk, body FROM silence_order WHERE id > ?1
ORDER BY id LIMIT ?2
-- name: SILENCE_ORDER_OLD
-- scans: oldest first
SELECT id, case_pk FROM silence_order WHERE at < ?1 ORDER BY id LIMIT 20
-- name: SILENCE_ORDER_FORGET
DELETE FROM silence_order WHERE id = ?1
-- name: REPORT_SILENCE
UPDATE report SET silenced_at = max(coalesce(silenced_at, 0), ?2)
WHERE id = ?1 AND coalesce(last_in_at, 0) < ?2
-- name: PANIC_TEXTS
UPDATE outbox SET state = 'dropped', changed_at = ?1, error = 'panic'
WHERE sink = 'sms' AND state = 'queued' AND contact_id IS NOT NULL
-- name: PANIC_CODES_CLEAR
-- scans: five rows a person
DELETE FROM panic_code WHERE person = ?1
-- name: PANIC_CODE_ADD
INSERT INTO panic_code (person, hash) VALUES (?1, ?2)
-- name: PANIC_CODE_GET
SELECT 1 FROM panic_code WHERE person = ?1 AND hash = ?2 AND used_at IS NULL
-- name: PANIC_CODE_USED
UPDATE panic_code SET used_at = ?3 WHERE person = ?1 AND hash = ?2
-- name: PANIC_NEXT
-- scans: five rows a person
SELECT person FROM panic_code WHERE used_at IS NULL AND person > ?1
ORDER BY person LIMIT 1

-- name: ROSTER_VILLAGES
-- scans: the roster is read as a whole, when it has changed
SELECT code, name, kecamatan, aliases, population, timezone FROM village
-- name: ROSTER_PEOPLE
-- scans: the roster is read as a whole, when it has changed
SELECT id, role, sex, channels, everywhere, numbered, from_day, to_day
FROM person WHERE removed_at IS NULL
-- name: ROSTER_SERVES
-- scans: the roster is read as a whole, when it has changed
SELECT person, village FROM person_village
-- name: ROSTER_DUTY
-- scans: the roster is read as a whole, when it has changed
SELECT person, days, from_minute, to_minute, area FROM duty
-- name: ROSTER_ABSENCES
-- scans: the roster is read as a whole, when it has changed
SELECT person, from_day, to_day, replacement FROM absence
-- name: VILLAGE_PUT
INSERT INTO village (code, name, kecamatan, aliases, population, timezone)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (code) DO UPDATE SET
name = excluded.name, kecamatan = excluded.kecamatan,
aliases = excluded.aliases, population = excluded.population,
timezone = excluded.timezone
-- name: VILLAGE_DELETE
DELETE FROM village WHERE code = ?1
-- name: VILLAGE_OF_PERSON
SELECT village FROM person_village WHERE person = ?1 ORDER BY village
-- name: PERSON_VILLAGE_CLEAR
DELETE FROM person_village WHERE person = ?1
-- name: PERSON_VILLAGE_ADD
INSERT INTO person_village (person, village) VALUES (?1, ?2)
ON CONFLICT DO NOTHING
-- name: DUTY_CLEAR
DELETE FROM duty WHERE person = ?1
-- name: DUTY_CLEAR_ALL
-- scans: another roster takes the place of this one
DELETE FROM duty
-- name: DUTY_ADD
INSERT INTO duty (person, days, from_minute, to_minute, area)
VALUES (?1, ?2, ?3, ?4, ?5)
-- name: ABSENCE_CLEAR
DELETE FROM absence WHERE person = ?1
-- name: ABSENCE_CLEAR_ALL
-- scans: another roster takes the place of this one
DELETE FROM absence
-- name: ABSENCE_FORGET
UPDATE absence SET replacement = NULL WHERE replacement = ?1
-- name: ABSENCE_ADD
INSERT INTO absence (person, from_day, to_day, replacement)
VALUES (?1, ?2, ?3, ?4)
-- name: INSTITUTION_PUT
INSERT INTO institution (id, name, kind, duties, mou_until, webhook)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET
name = excluded.name, kind = excluded.kind, duties = excluded.duties,
mou_until = excluded.mou_until, webhook = excluded.webhook
-- name: INSTITUTION_IDS
-- scans: an import looks at all of them
SELECT id FROM institution
-- name: INSTITUTION_DELETE
DELETE FROM institution WHERE id = ?1
-- name: WATCH_GET
SELECT report_id, part, state, owner, round, begun_at, next_at, urgency,
sticky, alarm_at FROM watch WHERE report_id = ?1 AND part = ?2
-- name: WATCH_PUT
INSERT INTO watch (report_id, part, state, owner, round, begun_at, next_at,
urgency, sticky, alarm_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (report_id, part) DO UPDATE SET state = excluded.state,
owner = excluded.owner, round = excluded.round, begun_at = excluded.begun_at,
next_at = excluded.next_at, urgency = excluded.urgency,
sticky = excluded.sticky, alarm_at = excluded.alarm_at, tries = 0
-- name: WATCH_PUT_OFF
-- 10 s, 20 s, 40 s ... at most 15 minutes.
UPDATE watch SET tries = tries + 1, next_at = ?3 +
min(900, 10 << min(tries, 8)) WHERE report_id = ?1 AND part = ?2
-- name: WATCH_TRIES
SELECT tries FROM watch WHERE report_id = ?1 AND part = ?2
-- name: WATCH_DUE
SELECT report_id, part, state, owner, round, begun_at, next_at, urgency,
sticky, alarm_at FROM watch WHERE state <> 'done' AND next_at <= ?1
ORDER BY next_at LIMIT ?2
-- name: ALERT_LATEST
-- scans: at each start, but only what is open
SELECT max(at) FROM (SELECT max(raised_at, coalesce(answered_at, 0)) AS at
FROM alert WHERE state IN ('raised', 'accepted') UNION ALL
SELECT max(begun_at, coalesce(alarm_at, 0)) FROM watch WHERE state <> 'done'
UNION ALL SELECT * FROM (SELECT max(raised_at, coalesce(answered_at, 0),
coalesce(outcome_at, 0)) FROM alert ORDER BY id DESC LIMIT 1))
-- name: WATCH_TURN_BACK
-- scans: at a start with a clock that is behind
UPDATE watch SET next_at = next_at - ?1 WHERE state <> 'done'
-- name: ALERT_TURN_BACK
-- scans: at a start with a clock that is behind
UPDATE alert SET raised_at = raised_at - ?1, due_at = due_at - ?1,
met_at = met_at - ?1 WHERE state IN ('raised', 'accepted')
-- name: WATCH_NEXT
SELECT min(next_at) FROM watch WHERE state <> 'done'
-- name: WATCH_ERASING
-- scans: what is open, at HAPUS YA alone
SELECT w.report_id FROM watch w JOIN report r ON r.id = w.report_id
WHERE w.part = 'cadre' AND w.state <> 'done' AND r.erase_at IS NOT NULL LIMIT ?1
-- name: WATCH_LOAD
-- scans: only what somebody has
SELECT owner, count(*) FROM watch WHERE state = 'owned' GROUP BY owner
-- name: WATCH_LOAD_OF
SELECT count(*) FROM watch WHERE owner = ?1 AND state = 'owned'
-- name: PERSON_ASKED
UPDATE person SET asked_at = ?2 WHERE id = ?1
-- name: PERSON_ASKED_SINCE
SELECT id FROM person WHERE asked_at > ?1 ORDER BY asked_at, id LIMIT ?2
-- name: ALERT_GET
SELECT id, report_id, drill_id, part, person, destination, code, round, state,
raised_at, due_at, reminded_at, answered_at, met_at FROM alert WHERE id = ?1
-- name: ALERT_INSERT
INSERT INTO alert (report_id, drill_id, part, person, destination, code, round,
state, raised_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'raised', ?8, ?9)
-- name: ALERT_STATE
UPDATE alert SET state = ?2, how = coalesce(?4, how), answered_at =
iif(?2 IN ('accepted', 'declined'), ?3, answered_at), ring_at = NULL
WHERE id = ?1
-- name: ALERT_END_DRILLS
UPDATE alert SET state = 'stood_down' WHERE person = ?1 AND state = 'raised'
AND drill_id IS NOT NULL
-- name: ALERT_ROUND
UPDATE alert SET round = ?2 WHERE id = ?1
-- name: ALERT_HURRY
UPDATE alert SET due_at = ?2, round = ?3, reminded_at = ?4 WHERE id = ?1
-- name: ALERT_REMINDED
UPDATE alert SET reminded_at = ?2 WHERE id = ?1
-- name: ALERT_REPEATED
UPDATE alert SET repeated_at = ?2 WHERE id = ?1 AND coalesce(repeated_at, 0) <= ?3
-- name: ALERT_OUTCOME
UPDATE alert SET outcome = ?2, outcome_at = ?3, state = ?4 WHERE id = ?1
-- name: ALERT_MEET
UPDATE alert SET met_at = ?2, met_asked_at = NULL WHERE id = ?1
-- name: ALERT_MET_DUE
SELECT id, report_id, drill_id, part, person, destination, code, round, state,
raised_at, due_at, reminded_at, answered_at, met_at FROM alert WHERE met_at <= ?1 AND met_asked_at IS NULL
AND state = 'accepted' ORDER BY met_at LIMIT 1
-- name: ALERT_MET_ASKED
UPDATE alert SET met_asked_at = ?2 WHERE id = ?1
-- name: ALERT_NEXT_MET
SELECT min(met_at) FROM alert WHERE met_at IS NOT NULL
AND met_asked_at IS NULL AND state = 'accepted'
-- name: ALERT_RING
-- Who has just been rung is not rung at once for the next one.
UPDATE alert SET rings = 0, ring_at = max(?2, coalesce((SELECT p.rung_at + ?3
FROM person p WHERE p.id = alert.person), 0)) WHERE id = ?1
-- name: ALERT_RING_NEXT
-- One ring for all that somebody is asked; who had none the longest is first.
SELECT person, max(rings) FROM alert WHERE ring_at IS NOT NULL
AND ring_at <= ?1 GROUP BY person ORDER BY min(ring_at), person LIMIT ?2
-- name: ALERT_RING_DUE
SELECT min(ring_at) FROM alert WHERE ring_at IS NOT NULL AND ring_at > ?1
-- name: ALERT_RING_LATER
UPDATE alert SET ring_at = ?2, rings = rings + ?3 WHERE ring_at IS NOT NULL
AND person = ?1
-- name: ALERT_RING_TRIES
SELECT max(rings) FROM alert WHERE ring_at IS NOT NULL AND person = ?1
-- name: ALERT_RING_END
UPDATE alert SET ring_at = NULL WHERE ring_at IS NOT NULL AND person = ?1
-- name: PERSON_RUNG
UPDATE person SET rung_at = ?2 WHERE id = ?1
-- name: ALERT_CODE_TAKEN
SELECT 1 FROM alert WHERE code = ?1 UNION ALL
SELECT 1 FROM report WHERE code = ?1 LIMIT 1
-- name: ALERT_OPEN_OF_REPORT
SELECT id, report_id, drill_id, part, person, destination, code, round, state,
raised_at, due_at, reminded_at, answered_at, met_at FROM alert WHERE report_id = ?1 AND part = ?2
AND state IN ('raised', 'accepted') ORDER BY id DESC
-- name: ALERT_OPEN_ALL
-- scans: when the roster has changed, and at midnight, what is open (+: not all
-- of each person)
SELECT id, report_id, drill_id, part, person, destination, code, round, state,
raised_at, due_at, reminded_at, answered_at, met_at FROM alert
WHERE state IN ('raised', 'accepted') AND +report_id IS NOT NULL
AND +person IS NOT NULL
-- name: ALERT_OF_ROUND
SELECT id, report_id, drill_id, part, person, destination, code, round, state,
raised_at, due_at, reminded_at, answered_at, met_at FROM alert WHERE report_id = ?1 AND part = ?2 AND round = ?3
ORDER BY id
-- name: ALERT_OF_PERSON
-- What is open, or may still be answered: nobody has it, or the text of it and
-- her answer may have crossed. No drill hides a real one.
SELECT id, report_id, drill_id, part, person, destination, code, round, state,
raised_at, due_at, reminded_at, answered_at, met_at FROM alert
-- First those few that may be meant, whatever a person was asked in years.
WHERE id IN (SELECT id FROM alert WHERE person = ?1
AND state IN ('raised', 'accepted')
UNION SELECT id FROM alert WHERE person = ?1 AND due_at > min(?2, ?3)
UNION SELECT x.id FROM watch w CROSS JOIN alert x ON x.report_id = w.report_id
AND x.part = w.part WHERE w.state <> 'done' AND w.next_at > 0
AND w.state = 'asking' AND +x.person = ?1 AND +x.state = 'expired')
AND (state = 'raised' OR state = 'accepted' AND drill_id IS NULL
OR due_at > ?2 OR state = 'expired' AND iif(drill_id IS NULL, EXISTS
(SELECT 1 FROM watch w WHERE w.report_id = alert.report_id AND
w.part = alert.part AND w.state = 'asking'), raised_at > ?3)) ORDER BY drill_id IS NOT NULL,
state <> 'raised', state <> 'accepted', id DESC LIMIT 16
-- name: ALERT_BY_CODE
-- The newest of this person: by its own code, or an officer's by the report's.
SELECT a.id, a.report_id, a.drill_id, a.part, a.person, a.destination, a.code, a.round, a.state, a.raised_at, a.due_at, a.reminded_at, a.answered_at, a.met_at FROM alert a
WHERE +a.person = ?1 AND a.id IN (SELECT id FROM alert WHERE code = ?2 UNION
SELECT x.id FROM alert x JOIN report y ON y.id = x.report_id
WHERE y.code = ?2 AND x.part = 'officer')
ORDER BY a.id DESC LIMIT 1
-- name: ALERT_NAMED
-- First what went to whoever asks, then what is open, then the newest.
SELECT a.id, a.report_id, a.drill_id, a.part, a.person, a.destination, a.code, a.round, a.state, a.raised_at, a.due_at, a.reminded_at, a.answered_at, a.met_at FROM alert a
LEFT JOIN report r ON r.id = a.report_id
WHERE a.id IN (SELECT id FROM alert WHERE code = ?1 UNION
SELECT x.id FROM alert x JOIN report y ON y.id = x.report_id
WHERE y.code = ?1 AND x.part = 'officer')
ORDER BY a.person IS ?2 DESC, a.state IN ('accepted', 'raised') DESC,
a.state = 'accepted' DESC, a.id DESC LIMIT 1
-- name: ALERT_PAGE
SELECT a.id, a.report_id, a.drill_id, a.part, a.person, a.destination, a.code, a.round, a.state, a.raised_at, a.due_at, a.reminded_at, a.answered_at, a.met_at, r.code, a.how, a.outcome
FROM alert a LEFT JOIN report r ON r.id = a.report_id WHERE a.id < ?1 ORDER BY a.id DESC LIMIT ?2
-- name: ALERT_PAGE_OPEN
SELECT a.id, a.report_id, a.drill_id, a.part, a.person, a.destination, a.code, a.round, a.state, a.raised_at, a.due_at, a.reminded_at, a.answered_at, a.met_at, r.code, a.how, a.outcome
FROM alert a LEFT JOIN report r ON r.id = a.report_id WHERE a.id < ?1
AND a.state IN ('raised', 'accepted')
AND (a.state = 'raised' OR a.drill_id IS NULL) ORDER BY a.id DESC LIMIT ?2
-- name: EXCLUDED_IS
SELECT 1 FROM exclusion x LEFT JOIN kin k ON k.person = x.person
WHERE x.report_id = ?1 AND ?2 IN (x.person, k.other) LIMIT 1
-- name: EXCLUDED_FROM
-- Also from what it has been joined to.
SELECT 1 FROM report r JOIN exclusion x ON x.report_id IN (r.id, r.joined_to)
LEFT JOIN kin k ON k.person = x.person
WHERE r.id = ?1 AND ?2 IN (x.person, k.other) LIMIT 1
-- name: EXCLUSION_ADD
INSERT INTO exclusion (report_id, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING
-- name: EXCLUSION_JOIN
INSERT INTO exclusion (report_id, person) SELECT ?1, person FROM exclusion
WHERE report_id = ?2 ON CONFLICT DO NOTHING
-- name: EXCLUSION_OF_CONTACT
-- Whatever came from that number, and what it has been joined to.
INSERT INTO exclusion (report_id, person)
SELECT c.report_id, ?2 FROM conversation c WHERE c.contact_id = ?1
AND c.report_id IS NOT NULL UNION
SELECT coalesce(r.joined_to, r.id), ?2 FROM conversation c
JOIN message m ON m.conversation_id = c.id JOIN report r ON r.id = m.report_id
WHERE c.contact_id = ?1 ON CONFLICT DO NOTHING
-- name: EXCLUDED_OF
SELECT person FROM exclusion WHERE report_id = ?1 UNION
SELECT k.other FROM exclusion x JOIN kin k ON k.person = x.person
WHERE x.report_id = ?1
-- name: KIN_ADD
INSERT INTO kin (person, other) VALUES (?1, ?2) ON CONFLICT DO NOTHING
-- name: KIN_REMOVE
DELETE FROM kin WHERE person = ?1 AND other = ?2
-- name: PERSON_CHANNELS
SELECT channels FROM person WHERE id = ?1
-- name: PERSON_BY_NUMBER
SELECT id FROM person WHERE number_hash = ?1 AND removed_at IS NULL LIMIT 1
-- name: PERSON_NUMBER_HASH
UPDATE person SET number_hash = ?2 WHERE id = ?1
-- name: PERSON_REMIND
UPDATE person SET reminded_at = ?2 WHERE id = ?1
AND coalesce(reminded_at, 0) < ?3
-- name: OUTBOX_DUTY_INSERT
INSERT INTO outbox (sink, state, priority, report_id, created_at, due_at,
expires_at, changed_at, template, language, slots, level, version,
person, alert_id) VALUES ('sms', 'queued', ?1, ?2, ?3, ?3, ?4, ?3, ?5, ?6, ?7,
?8, ?9, ?10, ?11)
-- name: OUTBOX_ALERT_DROP
-- What may have left all the same is still told as such (ALERT_TOLD).
UPDATE outbox SET state = 'dropped', changed_at = ?2,
error = iif(error IN ('repeated', 'interrupted'), error, 'answered')
WHERE alert_id = ?1 AND state = 'queued'
AND (sink = 'sms' OR event = 'alert.raised')
-- name: OUTBOX_DUTY_MAY
-- Is it still of use? The end of it (K03) always, thanks while it is hers, and
-- a question while somebody may still answer it; an officer who has it hears
-- that she wrote again. K05 to who may have written of herself: never after X
-- (I3), nor to his phone (3) or who said never (3); 2: while it is not known.
SELECT CASE WHEN o.template = 'K05' THEN (SELECT CASE
WHEN r.silenced_at IS NOT NULL OR r.reporter = 's' OR r.way = 3 OR r.phone = 3
OR r.erase_at IS NOT NULL THEN 0 WHEN r.reporter = 'o' OR r.urgency <> 'high'
THEN 1 ELSE 2 END FROM report r WHERE r.id = o.report_id)
WHEN a.id IS NULL OR o.template = 'K03' THEN 1
WHEN o.template IN ('K02', 'K04', 'K07', 'P05') THEN a.state = 'accepted'
WHEN a.part = 'officer' THEN a.state IN ('raised', 'accepted', 'expired')
ELSE a.state IN ('raised', 'expired') END
FROM outbox o LEFT JOIN alert a ON a.id = o.alert_id WHERE o.id = ?1
-- name: OUTBOX_DRILLS_DROP
UPDATE outbox SET state = 'dropped', changed_at = ?2, error = 'answered'
WHERE state = 'queued' AND alert_id IN (SELECT id FROM alert WHERE person = ?1
AND state = 'raised' AND drill_id IS NOT NULL)
-- name: OUTBOX_REMIND_LATER
-- K05 waits until she has been silent for a while.
UPDATE outbox SET due_at = ?2 WHERE sink = 'sms' AND state = 'queued'
AND person = ?1 AND template = 'K05'
-- name: OUTBOX_ASKS
SELECT alert_id, attempts FROM outbox WHERE id = ?1 AND alert_id IS NOT NULL
AND sink = 'sms' AND template IN ('P01', 'P04', 'K01')
-- name: OUTBOX_OTHER_SIM
UPDATE outbox SET state = 'queued', modem = ?2, due_at = ?3, changed_at = ?3
WHERE id = ?1
-- name: ALERT_DUE
UPDATE alert SET due_at = min(due_at, ?2) WHERE id = ?1
-- name: WATCH_SOONER
UPDATE watch SET next_at = min(next_at, ?3) WHERE report_id = ?1 AND part = ?2
AND state = 'asking'
-- name: GATHER_IS
-- Does this text ask an officer for what nobody has?
SELECT 1 FROM outbox o JOIN alert a ON a.id = o.alert_id WHERE o.id = ?1
AND o.template = 'P01' AND a.state IN ('raised', 'expired')
-- name: GATHER_LATELY
SELECT count(*), coalesce(max(changed_at), 0) FROM outbox WHERE sink = 'sms'
AND state IN ('sending', 'sent', 'delivered', 'unknown') AND due_at > ?2
AND person = ?1 AND template IN ('P01', 'P06')
-- name: GATHER_WAITING
SELECT r.code FROM outbox o JOIN alert a ON a.id = o.alert_id
JOIN report r ON r.id = a.report_id WHERE o.sink = 'sms' AND o.state = 'queued'
AND o.person = ?1 AND o.template = 'P01'
AND a.state IN ('raised', 'expired')
GROUP BY r.id ORDER BY min(o.priority), max(o.id) DESC
-- name: GATHER_TEXT
UPDATE outbox SET template = 'P06', slots = ?2, alert_id = NULL,
report_id = NULL WHERE id = ?1
-- name: GATHER_DROP
UPDATE outbox SET state = 'dropped', changed_at = ?3, error = 'gathered'
WHERE sink = 'sms' AND state = 'queued' AND person = ?1 AND id <> ?2
AND template = 'P01' AND EXISTS (SELECT 1 FROM alert a
WHERE a.id = outbox.alert_id AND a.state IN ('raised', 'expired'))
-- name: GATHER_LATER
UPDATE outbox SET due_at = ?2 WHERE sink = 'sms' AND state = 'queued'
AND due_at < ?2 AND person = ?1 AND template = 'P01'
AND EXISTS (SELECT 1 FROM alert a
WHERE a.id = outbox.alert_id AND a.state IN ('raised', 'expired'))
-- name: ALERT_TOLD
-- Has anything of it left, by text (?2 NULL) or to that destination? Not what
-- the modem never began, nor what was refused.
SELECT 1 FROM outbox WHERE alert_id = ?1 AND (error IN ('repeated',
'interrupted') OR state IN ('sending', 'sent', 'delivered', 'unknown'))
AND iif(?2 IS NULL, sink = 'sms', destination = ?2) LIMIT 1
-- name: PERSON_PIN_WRONG
UPDATE person SET pin_wrong = iif(coalesce(pin_wrong_at, 0) > ?3, pin_wrong, 0)
+ 1, pin_wrong_at = ?2 WHERE id = ?1
-- name: PERSON_PIN_RIGHT
UPDATE person SET pin_wrong = 0 WHERE id = ?1 AND pin_wrong > 0
-- name: PERSON_PIN_TRIES
SELECT iif(coalesce(pin_wrong_at, 0) > ?2, pin_wrong, 0) FROM person
WHERE id = ?1
-- name: OUTBOX_ALERT_OF
-- Only the destination that it went to answers it.
SELECT alert_id FROM outbox WHERE event_id = ?1 AND alert_id IS NOT NULL
AND destination = ?2 AND event = 'alert.raised'
-- name: OUTBOX_DUTY_AGAIN
-- Texts to responders of unknown fate are sent again (design 2); not a drill's.
UPDATE outbox SET state = 'queued', due_at = ?1 + 3, changed_at = ?1,
error = 'repeated', modem = NULL WHERE sink = 'sms' AND state = 'unknown'
AND person IS NOT NULL AND priority < 3 AND expires_at > ?1 AND attempts < 4
AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.id = outbox.alert_id AND CASE
WHEN outbox.template = 'K03' THEN 0
WHEN outbox.template IN ('K02', 'K04', 'K07', 'P05') THEN a.state <> 'accepted'
WHEN a.part = 'officer' THEN a.state NOT IN ('raised', 'accepted', 'expired')
ELSE a.state NOT IN ('raised', 'expired') END)
AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = outbox.person
AND p.removed_at IS NOT NULL)
-- name: OUTBOX_WEBHOOK_ALERT
INSERT INTO outbox (sink, state, priority, report_id, created_at, due_at,
expires_at, changed_at, destination, event, event_id, body, alert_id)
VALUES ('webhook', 'queued', ?1, ?2, ?3, ?3, ?4, ?3, ?5, ?6, ?7, ?8, ?9)
-- name: TPKS_DUE
-- What was closed or erased long ago is not looked at for ever.
SELECT id, tpks_at FROM report WHERE tpks_next_at <= ?1 AND tpks_next_at > ?2
AND state <> 'closed' AND erase_at IS NULL
AND joined_to IS NULL AND quarantine IS NULL
AND coalesce(reporter, 's') = 's' ORDER BY tpks_next_at LIMIT ?3
-- name: TPKS_OF
SELECT tpks_at, tpks_asked_at, tpks_seen_at FROM report WHERE id = ?1
-- name: TPKS_START
UPDATE report SET tpks_at = ?2, tpks_next_at = ?3
WHERE id = ?1 AND tpks_at IS NULL
-- name: TPKS_NEXT
UPDATE report SET tpks_next_at = ?2 WHERE id = ?1
-- name: TPKS_ASKED
UPDATE report SET tpks_asked_at = coalesce(tpks_asked_at, ?2) WHERE id = ?1
-- name: TPKS_ASKED_ADD
INSERT INTO tpks_asked (report_id, person) VALUES (?1, ?2)
ON CONFLICT DO NOTHING
-- name: TPKS_ASKED_IS
SELECT 1 FROM tpks_asked WHERE report_id = ?1 AND person = ?2
-- name: TPKS_SEEN
-- Whoever is asked second and answers second is heard as well, unless the code
-- is that of an alert which waits for an answer.
UPDATE report SET tpks_seen_at = coalesce(tpks_seen_at, ?2), tpks_next_at = NULL
WHERE code = ?1 AND EXISTS
(SELECT 1 FROM tpks_asked a WHERE a.report_id = report.id AND a.person = ?3)
AND (tpks_seen_at IS NULL OR NOT EXISTS (SELECT 1 FROM watch w
WHERE w.report_id = report.id AND w.part = 'officer' AND w.state = 'asking'))
-- name: TPKS_JOIN
-- The earlier clock of both; asked again, by the code that goes on, unless it
-- was seen.
UPDATE report SET tpks_at = o.tpks_at, tpks_seen_at = o.tpks_seen_at,
tpks_asked_at = iif(o.tpks_seen_at IS NULL, NULL, o.tpks_asked_at),
tpks_next_at = iif(o.tpks_seen_at IS NULL, o.tpks_at + ?3, NULL)
FROM (SELECT tpks_at, tpks_asked_at, tpks_seen_at FROM report WHERE id = ?2
AND coalesce(reporter, 's') = 's' AND tpks_at IS NOT NULL) o
WHERE report.id = ?1 AND coalesce(report.tpks_at, o.tpks_at + 1) > o.tpks_at
-- name: HANDOVER_OPEN
-- scans: once a shift
SELECT count(*) FROM report WHERE state <> 'closed' AND quarantine IS NULL
AND joined_to IS NULL AND ?1 > 0
-- name: HANDOVER_LATE
-- scans: once a shift
SELECT count(*) FROM watch WHERE state = 'asking' AND part = 'officer'
AND alarm_at IS NOT NULL AND ?1 > 0
-- name: HANDOVER_CADRE
-- scans: once a shift
SELECT count(*) FROM watch WHERE state = 'asking' AND part = 'cadre'
AND ?1 > 0
-- name: HANDOVER_UNREAD
-- scans: once a shift
SELECT count(*) FROM report WHERE quarantine IS NOT NULL AND read_at IS NULL
AND state <> 'closed' AND ?1 > 0
-- name: HANDOVER_ASKED
UPDATE person SET handover_at = ?2 WHERE id = ?1
-- name: HANDOVER_SEEN
UPDATE person SET handover_at = NULL WHERE id = ?1 AND handover_at IS NOT NULL

-- name: ERASE_DARK
-- No backup that Siaga manages opens it any more.
UPDATE report SET dark_at = ?2 WHERE id = ?1
-- name: ERASE_DARK_ALL
-- What is erased has an erase_at too, so few rows are read.
UPDATE report SET dark_at = ?1 WHERE erase_at > 0 AND erased_at IS NOT NULL
AND dark_at IS NULL
-- name: ERASE_DARK_LATE
UPDATE report SET dark_alarm_at = ?1 WHERE erase_at > 0
AND erased_at IS NOT NULL AND dark_at IS NULL AND dark_alarm_at IS NULL
-- name: ERASE_INCOMPLETE
SELECT count(*) FROM report WHERE erase_at > 0 AND erased_at IS NOT NULL
AND dark_at IS NULL
-- name: REPORTS_WITH_KEYS
-- scans: once at each start, and only if anything was ever erased
SELECT id, case_pk FROM report WHERE id > ?1 AND erased_at IS NULL
ORDER BY id
-- name: REPORTS_ERASED
SELECT case_pk FROM report WHERE erase_at > 0 AND erased_at IS NOT NULL
-- name: OUTBOX_SMS_DROP
-- After a restore: what was to be sent then is not sent now.
UPDATE outbox SET state = 'dropped', changed_at = ?1, error = 'restored'
WHERE sink = 'sms' AND state = 'queued'
-- name: TAKEN_FORGET_ALL
-- After a restore: without the day's keys they are told from nothing.
DELETE FROM taken WHERE id > 0
-- name: LENT_IN_AIR
SELECT 1 FROM outbox WHERE contact_id = ?1 AND sink = 'sms'
AND state IN ('queued', 'sending') LIMIT 1

-- name: REPLY_WITHDRAW_ALL
-- scans: after a restore and in a panic alone
-- What was written before is an officer's to write again. After the texts are
-- dropped: reply_follows lets their answers wait.
UPDATE reply SET state = 'withdrawn' WHERE state IN ('waiting', 'queued')
-- name: OUTBOX_REPLY_PART
-- After a panic: whatever becomes of these texts, their answers stay as they are.
UPDATE outbox SET reply_id = NULL WHERE sink = 'sms'
AND state IN ('sending', 'unknown') AND reply_id IS NOT NULL
-- name: ACT_SINCE
SELECT 1 FROM act WHERE report_id = ?1 AND act = ?2 AND at > ?3 LIMIT 1
-- name: AUDIT_MADE_BY
-- scans: an export is rare
SELECT 1 FROM audit WHERE object = ?1 AND (
(at > ?2 AND act IN ('key.officer', 'key.init', 'key.rotate')) OR
(actor = ?3 AND at > ?4 AND act IN ('key.officer', 'key.init', 'people.add')))
LIMIT 1
-- name: JOINED_NEXT
SELECT id FROM report WHERE joined_to = ?1 AND id > ?2 AND erased_at IS NULL
ORDER BY id LIMIT 1

-- name: DRILL_INSERT
INSERT INTO drill (begun_at, ends_at, village, by, asked_to)
VALUES (?1, ?2, ?3, ?4, '')
-- name: DRILL_GOING
-- scans: only the drills that have not asked all
SELECT id, ends_at, village, asked_to FROM drill WHERE asked_to IS NOT NULL
ORDER BY begun_at LIMIT 1
-- name: DRILL_GOING_SINCE
SELECT min(begun_at) FROM drill WHERE asked_to IS NOT NULL
-- name: DRILL_ASKED_TO
UPDATE drill SET asked_to = ?2 WHERE id = ?1
-- name: DRILL_OPEN_OF
SELECT 1 FROM alert WHERE person = ?1 AND state = 'raised'
AND drill_id IS NOT NULL LIMIT 1
-- name: DRILL_NEXT
SELECT min(due_at) FROM alert WHERE drill_id IS NOT NULL AND state = 'raised'
-- name: DRILL_EXPIRE
UPDATE alert SET state = 'expired' WHERE drill_id IS NOT NULL
AND state = 'raised' AND due_at <= ?1
-- name: DRILL_OF_PERSON
-- Whoever answers was reached, whatever the network says.
SELECT a.state, a.raised_at, coalesce(a.answered_at, 0),
a.answered_at IS NOT NULL OR EXISTS (SELECT 1 FROM outbox o
WHERE o.alert_id = a.id AND o.state = 'delivered')
FROM alert a WHERE a.person = ?1 AND a.drill_id IS NOT NULL
ORDER BY a.id DESC LIMIT ?2
-- name: TALKING_NOW
SELECT 1 FROM conversation WHERE contact_id = ?1 AND last_in_at > ?2 LIMIT 1
-- name: DRILL_VILLAGE_OF
SELECT village FROM drill WHERE id = ?1
-- name: OUTBOX_WEBHOOK_HEARD
SELECT 1 FROM outbox WHERE report_id = ?1 AND sink = 'webhook'
AND destination = ?2 AND event LIKE 'report.%' AND state <> 'dropped' LIMIT 1
-- name: OUTBOX_WEBHOOK_WITHDRAW
-- ?5: but not what it is asked by an alert.
UPDATE outbox SET state = 'dropped', changed_at = ?3, error = ?4
WHERE report_id = ?1 AND sink = 'webhook' AND destination = ?2
AND state IN ('queued', 'failed') AND event <> 'alert.stood_down'
AND (?5 = 0 OR event NOT LIKE 'alert.%')
-- name: OUTBOX_WEBHOOK_BODY
UPDATE outbox SET body = ?2 WHERE id = ?1
-- name: WEBHOOK_COUNTS
-- scans: asked by people alone
SELECT sum(state IN ('queued', 'sending')), sum(state = 'failed'),
max(iif(state = 'delivered', changed_at, NULL)),
(SELECT disabled_at FROM destination WHERE name = ?1)
FROM outbox WHERE sink = 'webhook' AND destination = ?1

-- name: BOARD_ALERT
SELECT report_id, state FROM alert WHERE id = ?1
-- name: BOARD_TEXT
SELECT report_id, state FROM outbox WHERE id = ?1
AND (sink = 'sms' OR state = 'failed')

-- name: QUEUE_WALK
-- scans: ?6 rows at most, in their order, which an ORDER BY outside would sort
-- anew instead of ending early
SELECT rank, due_at, report_id, due, unowned, owner FROM
(SELECT * FROM queue WHERE (rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
ORDER BY rank, due_at, report_id LIMIT ?6) q WHERE (?7 IS NULL OR village = ?7) AND (?8 IS NULL OR channel = ?8)
AND (?9 IS NULL OR state = ?9) AND (?10 IS NULL OR urgency = ?10)
AND filed_at >= ?11 AND filed_at < ?12
AND (?13 = 0 OR unowned = 1)
AND (?14 IS NULL OR code GLOB ?14)
AND (?15 IS NULL OR owner = ?15 OR EXISTS (SELECT 1 FROM assigned a
WHERE a.report_id = q.report_id AND a.person = ?15))
LIMIT ?5
-- name: QUEUE_WALK_END
-- Where a walk of ?5 rows ends.
SELECT rank, due_at, report_id FROM queue WHERE
(rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
ORDER BY rank, due_at, report_id LIMIT 1 OFFSET ?5 - 1
-- name: QUEUE_VILLAGE
-- scans: ?6 rows at most, of that village
SELECT rank, due_at, report_id, due, unowned, owner FROM
(SELECT * FROM queue WHERE village = ?7
AND (rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
ORDER BY rank, due_at, report_id LIMIT ?6) q WHERE (?7 IS NULL OR village = ?7) AND (?8 IS NULL OR channel = ?8)
AND (?9 IS NULL OR state = ?9) AND (?10 IS NULL OR urgency = ?10)
AND filed_at >= ?11 AND filed_at < ?12
AND (?13 = 0 OR unowned = 1)
AND (?14 IS NULL OR code GLOB ?14)
AND (?15 IS NULL OR owner = ?15 OR EXISTS (SELECT 1 FROM assigned a
WHERE a.report_id = q.report_id AND a.person = ?15))
LIMIT ?5
-- name: QUEUE_VILLAGE_END
SELECT rank, due_at, report_id FROM queue WHERE village = ?6 AND
(rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
ORDER BY rank, due_at, report_id LIMIT 1 OFFSET ?5 - 1
-- name: QUEUE_UNOWNED
-- scans: ?6 rows at most, of what nobody has
SELECT rank, due_at, report_id, due, unowned, owner FROM
(SELECT * FROM queue WHERE unowned = 1
AND (rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
ORDER BY rank, due_at, report_id LIMIT ?6) q WHERE (?7 IS NULL OR village = ?7) AND (?8 IS NULL OR channel = ?8)
AND (?9 IS NULL OR state = ?9) AND (?10 IS NULL OR urgency = ?10)
AND filed_at >= ?11 AND filed_at < ?12
AND (?13 = 0 OR unowned = 1)
AND (?14 IS NULL OR code GLOB ?14)
AND (?15 IS NULL OR owner = ?15 OR EXISTS (SELECT 1 FROM assigned a
WHERE a.report_id = q.report_id AND a.person = ?15))
LIMIT ?5
-- name: QUEUE_UNOWNED_END
SELECT rank, due_at, report_id FROM queue WHERE unowned = 1 AND
(rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
ORDER BY rank, due_at, report_id LIMIT 1 OFFSET ?5 - 1
-- name: QUEUE_CODE
-- ?6 (the code that follows all of this beginning) is of some rows alone.
SELECT rank, due_at, report_id, due, unowned, owner FROM queue q INDEXED BY queue_code
WHERE code >= rtrim(?14, '*') AND code < ?6
AND (rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
AND (?7 IS NULL OR village = ?7) AND (?8 IS NULL OR channel = ?8)
AND (?9 IS NULL OR state = ?9) AND (?10 IS NULL OR urgency = ?10)
AND filed_at >= ?11 AND filed_at < ?12
AND (?13 = 0 OR unowned = 1)
AND (?14 IS NULL OR code GLOB ?14)
AND (?15 IS NULL OR owner = ?15 OR EXISTS (SELECT 1 FROM assigned a
WHERE a.report_id = q.report_id AND a.person = ?15))
ORDER BY rank, due_at, report_id LIMIT ?5
-- name: QUEUE_FILED
-- ?6: not used; few rows are of these days.
SELECT rank, due_at, report_id, due, unowned, owner FROM queue q INDEXED BY queue_filed
WHERE ?6 IS NULL AND (rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
AND (?7 IS NULL OR village = ?7) AND (?8 IS NULL OR channel = ?8)
AND (?9 IS NULL OR state = ?9) AND (?10 IS NULL OR urgency = ?10)
AND filed_at >= ?11 AND filed_at < ?12
AND (?13 = 0 OR unowned = 1)
AND (?14 IS NULL OR code GLOB ?14)
AND (?15 IS NULL OR owner = ?15 OR EXISTS (SELECT 1 FROM assigned a
WHERE a.report_id = q.report_id AND a.person = ?15))
ORDER BY rank, due_at, report_id LIMIT ?5
-- name: QUEUE_OFFICER
-- scans: ?6 rows at most, of what is or was that officer's
SELECT rank, due_at, report_id, due, unowned, owner FROM
(SELECT x.* FROM queue_person p CROSS JOIN queue x ON x.rank = p.rank
AND x.due_at = p.due_at AND x.report_id = p.report_id WHERE p.person = ?15
AND (p.rank, p.due_at, p.report_id) > (?1, ?2, ?3) AND p.rank <= ?4
ORDER BY p.rank, p.due_at, p.report_id LIMIT ?6) q WHERE (?7 IS NULL OR village = ?7) AND (?8 IS NULL OR channel = ?8)
AND (?9 IS NULL OR state = ?9) AND (?10 IS NULL OR urgency = ?10)
AND filed_at >= ?11 AND filed_at < ?12
AND (?13 = 0 OR unowned = 1)
AND (?14 IS NULL OR code GLOB ?14)
AND (?15 IS NULL OR owner = ?15 OR EXISTS (SELECT 1 FROM assigned a
WHERE a.report_id = q.report_id AND a.person = ?15))
LIMIT ?5
-- name: QUEUE_OFFICER_END
SELECT rank, due_at, report_id FROM queue_person WHERE person = ?6 AND
(rank, due_at, report_id) > (?1, ?2, ?3) AND rank <= ?4
ORDER BY rank, due_at, report_id LIMIT 1 OFFSET ?5 - 1
-- name: QUEUE_FILED_COUNT
SELECT count(*) FROM (SELECT 1 FROM queue WHERE filed_at >= ?1
AND filed_at < ?2 LIMIT ?3)
-- name: QUEUE_RANK_COUNT
SELECT count(*) FROM (SELECT 1 FROM queue WHERE rank = ?1 LIMIT ?2)
-- name: QUEUE_UNOWNED_COUNT
SELECT count(*) FROM (SELECT 1 FROM queue WHERE unowned = 1 AND rank <= 3
LIMIT ?1)
-- name: QUEUE_ALERTS_COUNT
SELECT count(*) FROM (SELECT 1 FROM alert WHERE state = 'raised'
AND drill_id IS NULL LIMIT ?1)
-- name: QUEUE_OUTBOX_COUNT
SELECT count(*) FROM (SELECT 1 FROM outbox WHERE sink = ?1 AND state = ?2
LIMIT ?3)
-- name: QUEUE_ROW
SELECT r.seen_at, r.tpks_at, (SELECT count(*) FROM report f
WHERE f.flood_of = r.id) FROM report r WHERE r.id = ?1
-- name: QUEUE_CALLS_OVER_ANY
SELECT min(call_until) FROM report WHERE call_until IS NOT NULL
-- name: QUEUE_CALLS_OVER
UPDATE report SET call_until = NULL WHERE call_until < ?1

-- name: TOTP_GET
SELECT sealed, step, confirmed_at FROM totp WHERE person = ?1
-- name: TOTP_PUT
INSERT INTO totp (person, sealed, step, confirmed_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed,
step = excluded.step, confirmed_at = excluded.confirmed_at
-- name: TOTP_DELETE
DELETE FROM totp WHERE person = ?1

-- name: TOKEN_BY_HASH
SELECT name, scopes, used_at FROM token WHERE hash = ?1
-- name: TOKEN_ADD
INSERT INTO token (name, hash, scopes, added_at, added_by)
VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
-- name: TOKEN_USED
UPDATE token SET used_at = ?2 WHERE name = ?1
-- name: TOKEN_LIST
-- scans: a handful of rows
SELECT name, scopes, added_at, added_by, used_at FROM token ORDER BY name
-- name: TOKEN_REMOVE
DELETE FROM token WHERE name = ?1
-- name: TOKEN_REMOVE_OF
-- scans: a handful of rows
DELETE FROM token WHERE added_by = ?1
-- name: FIND_OPEN_COUNT
-- scans: ?1 rows at most
SELECT count(*) FROM (SELECT 1 FROM queue WHERE rank < 9 LIMIT ?1)
-- name: FIND_OPEN
-- What is joined to an open report is part of it.
SELECT report_id FROM queue INDEXED BY queue_open WHERE rank < 9 AND report_id < ?1
UNION ALL SELECT r.id FROM queue q INDEXED BY queue_open
JOIN report r ON r.joined_to = q.report_id WHERE q.rank < 9 AND r.id < ?1
ORDER BY 1 DESC LIMIT ?2
-- name: FIND_PERIOD
-- in order: a period may hold a million.
SELECT report_id FROM queue WHERE filed_at >= ?2 AND filed_at < ?3
AND (filed_at, report_id) < (coalesce((SELECT filed_at FROM queue
WHERE report_id = ?1), ?3), ?1) ORDER BY filed_at DESC, report_id DESC LIMIT ?4
-- name: FIND_BODIES
SELECT id, received_at, body FROM message WHERE report_id = ?1 AND id < ?2
AND body IS NOT NULL ORDER BY id DESC LIMIT ?3

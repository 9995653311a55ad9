-- SPDX-License-Identifier: GPL-2.0-or-later
-- Numbers are forgotten with the keys of their day.
CREATE INDEX contact_day ON contact (route_day);
CREATE INDEX taken_day ON taken (route_day, deleted_at);
CREATE INDEX reply_day ON reply (route_day) WHERE route_body IS NOT NULL;
CREATE INDEX report_window ON report (window_contact)
WHERE window_contact IS NOT NULL;
CREATE INDEX part_contact ON part (contact_id);
-- Everybody whose number is no longer known: one row that says nothing.
INSERT INTO contact (route_day, lookup, number)
VALUES (-1, randomblob(16), x'');

-- Erasure (I12): when it was done, and when officers were reminded of it.
ALTER TABLE report ADD COLUMN erased_at INTEGER;
ALTER TABLE report ADD COLUMN erase_alarm_at INTEGER;
CREATE INDEX report_erase ON report (erase_at) WHERE erase_at IS NOT NULL;

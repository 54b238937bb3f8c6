-- Purpose: every inbox that the warehouse has numbered.
-- Grain: one row an inbox.
-- Parameters: none. Reads: inboxes.
SELECT inbox_no, inbox FROM inboxes;

-- Purpose: the number that an inbox is known by.
-- Grain: one row; none for an inbox that was never seen.
-- Parameters: $inbox.
SELECT inbox_no FROM inboxes WHERE inbox = $inbox;

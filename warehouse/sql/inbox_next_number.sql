-- Purpose: the number of an inbox that was never seen.
-- Grain: one row.
-- Parameters: none.
SELECT coalesce(max(inbox_no), 0) + 1 AS inbox_no FROM inboxes;

-- Purpose: what was put off until the next run.
-- Grain: one row an inbox and path.
-- Parameters: none.
SELECT inbox, source_path, cause, detail, seen_at_utc
FROM deferred
JOIN inboxes USING (inbox_no)
ORDER BY inbox, source_path;

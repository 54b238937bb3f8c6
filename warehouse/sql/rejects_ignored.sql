-- Purpose: what lies in the inboxes and is no source file; it is never read.
-- Grain: one row a path of an inbox.
-- Parameters: $limit (null for all).
SELECT inbox, source_path
FROM ignored
JOIN inboxes USING (inbox_no)
ORDER BY inbox, source_path
LIMIT $limit;

-- Purpose: why a path was put off until the next run.
-- Grain: one row an inbox and path.
-- Parameters: $source_paths.
SELECT inbox, source_path, cause, detail, seen_at_utc
FROM deferred
JOIN inboxes USING (inbox_no)
WHERE list_contains($source_paths, source_path) OR list_contains($source_paths, archive_path)
ORDER BY inbox, source_path;

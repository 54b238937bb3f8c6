-- Purpose: whether a path is in an inbox without being a source file.
-- Grain: one row an inbox and path.
-- Parameters: $source_paths.
SELECT inbox, source_path
FROM ignored
JOIN inboxes USING (inbox_no)
WHERE list_contains($source_paths, source_path)
ORDER BY inbox, source_path;

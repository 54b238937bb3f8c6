-- Purpose: a path as the inboxes last showed it; raw_path is the path that its bytes were taken in by.
-- Grain: one row an inbox and path.
-- Parameters: $source_paths, $doc_ids.
SELECT inboxes.inbox, ledger.*
FROM ledger
JOIN inboxes USING (inbox_no)
WHERE
    list_contains($source_paths, source_path)
    OR list_contains($source_paths, raw_path)
    OR list_contains($source_paths, archive_path)
    OR list_contains($doc_ids, source_sha256[:32])
ORDER BY inbox, source_path;

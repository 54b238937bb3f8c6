-- Purpose: a path as the inboxes last showed it; verdict_path is the path that its bytes were judged under.
-- Grain: one row an inbox and path.
-- Parameters: $source_paths, $doc_ids.
SELECT ledger.*
FROM ledger
WHERE
    list_contains($source_paths, source_path)
    OR list_contains($source_paths, verdict_path)
    OR list_contains($doc_ids, source_sha256[:32])
ORDER BY inbox, source_path;

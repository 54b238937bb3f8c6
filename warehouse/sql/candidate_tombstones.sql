-- Purpose: every withdrawal that was ever recorded or told, with the first release that went without the document.
-- Grain: one row a withdrawn document (doc_id).
-- Parameters: $release. Reads: recorded_tombstones, parent_tombstones.
SELECT *, 'all' AS file_key
FROM (
    FROM parent_tombstones
    UNION ALL BY NAME
    SELECT doc_id, withdrawn_at_utc, reason, $release::VARCHAR AS release
    FROM recorded_tombstones
    ANTI JOIN parent_tombstones USING (doc_id)
) AS every_tombstone
ORDER BY doc_id;

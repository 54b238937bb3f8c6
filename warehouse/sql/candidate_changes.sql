-- Purpose: what this release changes, filed with what the earlier releases of its month changed.
-- Grain: one row a changed document and release, filed by the month in which the release is made (file_key).
-- Parameters: $release. Reads: delta, touched_months_changes.
SELECT *, replace(left(release, 7), '.', '-') AS file_key
FROM (
    SELECT * FROM touched_months_changes
    UNION ALL BY NAME
    SELECT doc_id, change, $release::VARCHAR AS release, source_path FROM delta
)
ORDER BY file_key, release, doc_id;

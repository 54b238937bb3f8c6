-- Purpose: what this release changes, filed with what the earlier releases of its month changed where that is little.
-- Grain: one row a changed document and release, filed by the month of the release or the release (file_key).
-- Parameters: $release. Reads: delta, touched_changes_files.
SELECT *, change_key(release) AS file_key
FROM (
    SELECT * FROM touched_changes_files
    UNION ALL BY NAME
    SELECT doc_id, change, $release::VARCHAR AS release, source_path FROM delta
)
ORDER BY file_key, release, doc_id;

-- Purpose: the verdicts of a batch as they were before its files were compared with others: only what passed every check
--          of its own can be a duplicate.
-- Grain: one row a source file of the batch (table judged_files).
-- Parameters: none. Reads: old_files (the settled verdicts of the batch).
SELECT
    inbox_no,
    source,
    source_path,
    source_sha256,
    CASE verdict WHEN 'duplicate' THEN 'accepted' ELSE verdict END AS verdict,
    CASE verdict WHEN 'duplicate' THEN 'all_checks_passed' ELSE reason END AS reason,
    CASE WHEN verdict <> 'duplicate' THEN measure END AS measure,
    CASE WHEN verdict <> 'duplicate' THEN measured_value END AS measured_value,
    CASE WHEN verdict <> 'duplicate' THEN threshold END AS threshold,
    doc_id,
    date_start,
    text_sha256
FROM old_files
ORDER BY source, source_path;

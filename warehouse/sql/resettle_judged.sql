-- Purpose: the verdicts of batches as they were before its files were compared with others: only what passed every check
--          of its own can be a duplicate.
-- Grain: one row a source file of a batch (table judged_files).
-- Parameters: none. Reads: old_files (their settled verdicts).
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
    text_sha256,
    batch_no
FROM old_files
ORDER BY batch_no, source, source_path;

-- Purpose: verdicts of every file in which a verdict is new or stands otherwise.
-- Grain: one row a file content, filed by the month or day of take-in (file_key).
-- Parameters: none. Reads: touched_verdicts, touched_verdicts_files (the parent's files that they replace).
SELECT *, take_in_key(taken_in_at_utc) AS file_key
FROM (
    SELECT * EXCLUDE (filed_path, filed_source) FROM touched_verdicts_files
    ANTI JOIN touched_verdicts USING (inbox_no, source_path, source_sha256)
    UNION ALL BY NAME
    SELECT
        inbox_no, source, source_path, source_sha256, verdict, standing, reason, measure, measured_value, threshold,
        doc_id, batch_id, batch_no, taken_in_at_utc, run_id
    FROM touched_verdicts
)
ORDER BY file_key, batch_no, source, source_path, source_sha256, inbox_no;

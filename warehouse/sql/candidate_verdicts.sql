-- Purpose: verdicts of every file in which a verdict is new or stands otherwise. Asked range by range of their order,
--          since a large delivery's are too many wide rows to sort at once.
-- Grain: one row a file content, filed by the month or day of take-in (file_key).
-- Parameters: $first_key, $first_batch_no, $first_source, $first_path (the range begins with them), $end_key, $end_batch_no,
--          $end_source, $end_path (it ends before them). Reads: touched_verdicts, touched_verdicts_files (the parent's
--          files that they replace).
SELECT *
FROM (
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
)
-- No BETWEEN, nor two comparisons that the engine makes one of: it has none for tuples.
WHERE CASE
    WHEN (file_key, batch_no, source, source_path) < ($first_key, $first_batch_no, $first_source, $first_path) THEN FALSE
    ELSE (file_key, batch_no, source, source_path) < ($end_key, $end_batch_no, $end_source, $end_path)
END
ORDER BY file_key, batch_no, source, source_path, source_sha256, inbox_no;

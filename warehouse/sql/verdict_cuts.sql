-- Purpose: a sample of the verdicts that are written, in their order, to cut that into ranges. A sum of a file is as good as
--          a drawn number, and the same in every run.
-- Grain: one row a file content of the sample (file_key, batch_no, source, source_path, source_sha256, inbox_no).
-- Parameters: $below, what the sums of the sample are below. Reads: touched_verdicts, touched_verdicts_files.
SELECT take_in_key(taken_in_at_utc) AS file_key, batch_no, source, source_path
FROM (
    SELECT taken_in_at_utc, batch_no, source, source_path, source_sha256 FROM touched_verdicts_files
    UNION ALL
    SELECT taken_in_at_utc, batch_no, source, source_path, source_sha256 FROM touched_verdicts
)
WHERE source_sha256 < $below
ORDER BY ALL;

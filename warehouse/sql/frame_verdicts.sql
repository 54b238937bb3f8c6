-- Purpose: the verdicts that are new in this candidate.
-- Grain: one row a file content.
-- Parameters: none. Reads: touched_verdicts.
SELECT
    inbox_no, source, source_path, source_sha256, verdict, standing, reason, measure, measured_value, threshold, doc_id,
    batch_id
FROM touched_verdicts
WHERE is_new
ORDER BY source, source_path, source_sha256;

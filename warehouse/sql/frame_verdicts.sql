-- Purpose: the verdicts that are new in this candidate. Of accepted and current files those whose document is new too:
--          content that comes back to its own path is judged again, and its document was there all the time.
-- Grain: one row a file content.
-- Parameters: none. Reads: touched_verdicts, new_contents.
SELECT
    inbox_no, source, source_path, source_sha256, verdict, standing, reason, measure, measured_value, threshold, doc_id,
    batch_id
FROM touched_verdicts
WHERE
    is_new
    AND (
        verdict <> 'accepted'
        OR standing <> 'current'
        OR doc_id IN (SELECT doc_id FROM new_contents)
    )
ORDER BY source, source_path, source_sha256;

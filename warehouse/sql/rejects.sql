-- Purpose: the files that were not accepted, newest first, with the measure that decided.
-- Grain: one row a file content (source, source_path, source_sha256).
-- Parameters: $verdict ('rejected' or 'duplicate'), $reason (null for every reason), $limit (null for all).
-- Reads: all_verdicts, all_duplicates.
SELECT
    verdicts.source_path,
    verdicts.source,
    verdicts.verdict,
    verdicts.reason,
    verdicts.measure,
    verdicts.measured_value,
    verdicts.threshold,
    verdicts.doc_id,
    any_value(duplicates.duplicate_of) AS duplicate_of,
    verdicts.batch_id,
    verdicts.batch_no,
    verdicts.taken_in_at_utc,
    verdicts.is_pending
FROM all_verdicts AS verdicts
LEFT JOIN all_duplicates AS duplicates
    ON verdicts.verdict = 'duplicate'
    AND duplicates.inbox_no = verdicts.inbox_no
    AND duplicates.source_path = verdicts.source_path
    AND duplicates.doc_id = verdicts.doc_id
WHERE
    verdicts.verdict = $verdict
    AND ($reason IS NULL OR verdicts.reason = $reason)
    AND coalesce(verdicts.standing, 'current') = 'current'
GROUP BY ALL
ORDER BY verdicts.batch_no DESC, verdicts.source, verdicts.source_path
LIMIT $limit;

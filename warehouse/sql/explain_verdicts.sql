-- Purpose: every verdict ever given on some paths or some contents, oldest first.
-- Grain: one row a file content (source, source_path, source_sha256); twice when a pending batch judges it again.
-- Parameters: $source_paths, $doc_ids. Reads: all_verdicts, all_duplicates.
SELECT
    verdicts.inbox_no,
    verdicts.source_path,
    verdicts.source,
    verdicts.verdict,
    verdicts.standing,
    verdicts.is_pending,
    verdicts.reason,
    verdicts.measure,
    verdicts.measured_value,
    verdicts.threshold,
    verdicts.doc_id,
    verdicts.source_sha256,
    any_value(duplicates.duplicate_of) AS duplicate_of,
    verdicts.batch_id,
    verdicts.batch_no,
    verdicts.taken_in_at_utc,
    verdicts.run_id
FROM all_verdicts AS verdicts
LEFT JOIN all_duplicates AS duplicates
    ON verdicts.verdict = 'duplicate'
    AND duplicates.inbox_no = verdicts.inbox_no
    AND duplicates.source_path = verdicts.source_path
    AND duplicates.doc_id = verdicts.doc_id
WHERE list_contains($source_paths, verdicts.source_path) OR list_contains($doc_ids, verdicts.doc_id)
GROUP BY ALL
ORDER BY verdicts.batch_no, verdicts.source, verdicts.source_path;

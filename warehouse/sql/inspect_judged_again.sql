-- Purpose: every verdict as the next release will have it, after everything was judged again. It is pending where the
--          latest release says otherwise.
-- Grain: one row a file content (source, source_path, source_sha256).
-- Parameters: none. Reads: touched_verdicts (every verdict there is), published_verdicts.
SELECT
    now.inbox_no,
    now.source,
    now.source_path,
    now.source_sha256,
    now.verdict,
    now.standing,
    now.reason,
    now.measure,
    now.measured_value,
    now.threshold,
    now.doc_id,
    now.batch_id,
    now.batch_no,
    now.taken_in_at_utc,
    now.run_id,
    (now.verdict, now.standing, now.reason, now.measure, now.measured_value, now.threshold)
    IS DISTINCT FROM
    (
        published.verdict, published.standing, published.reason, published.measure, published.measured_value,
        published.threshold
    ) AS is_pending
FROM touched_verdicts AS now
LEFT JOIN published_verdicts AS published USING (inbox_no, source_path, source_sha256);

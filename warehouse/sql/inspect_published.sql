-- Purpose: verdicts of the latest release in the shape that pending ones have too.
-- Grain: one row a file content (source, source_path, source_sha256).
-- Parameters: none. Reads: published_verdicts.
SELECT
    inbox_no,
    source,
    source_path,
    source_sha256,
    verdict,
    standing,
    reason,
    measure,
    measured_value,
    threshold,
    doc_id,
    batch_id,
    batch_no,
    taken_in_at_utc,
    run_id,
    false AS is_pending
FROM published_verdicts;

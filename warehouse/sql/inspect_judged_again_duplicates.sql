-- Purpose: every duplicate as the next release will have it, after everything was judged again. It is pending where the
--          latest release says otherwise.
-- Grain: one row a duplicate source file (source, source_path, doc_id).
-- Parameters: none. Reads: touched_verdicts (every verdict there is), published_duplicates.
SELECT
    now.inbox_no,
    now.source,
    now.source_path,
    now.doc_id,
    now.duplicate_of,
    now.date_start,
    CASE now.reason WHEN 'exact_duplicate' THEN 'exact' ELSE 'near' END AS kind,
    now.measured_value::DOUBLE AS similarity,
    now.duplicate_of IS DISTINCT FROM published.duplicate_of AS is_pending
FROM touched_verdicts AS now
LEFT JOIN published_duplicates AS published USING (inbox_no, source_path, doc_id)
WHERE now.verdict = 'duplicate';

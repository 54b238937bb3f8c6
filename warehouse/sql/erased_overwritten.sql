-- Purpose: what documents took the place of that are about to be erased: earlier contents under their paths, which are gone
--          from what is published and are not to come back when nothing of a later one is left.
-- Grain: one row a content and path (doc_id, inbox_no, path_sha256), with the last batch that took its place.
-- Parameters: $doc_ids. Reads: all_verdicts.
SELECT
    earlier.doc_id,
    inbox_no,
    sha256(source_path) AS path_sha256,
    max(later.batch_no) AS before_batch_no
FROM all_verdicts AS earlier
JOIN all_verdicts AS later USING (inbox_no, source_path)
WHERE
    later.doc_id IN (SELECT unnest($doc_ids::VARCHAR[]))
    AND later.verdict = 'accepted'
    AND later.standing IS DISTINCT FROM 'set_aside'
    AND earlier.doc_id NOT IN (SELECT unnest($doc_ids::VARCHAR[]))
    AND earlier.verdict <> 'rejected'
    AND earlier.batch_no < later.batch_no
GROUP BY ALL
ORDER BY ALL;

-- Purpose: which of some documents stand in the candidate.
-- Grain: one row a document (doc_id), in the order in which they survive.
-- Parameters: $doc_ids. Reads: versions, parent_verdicts.
SELECT DISTINCT doc_id
FROM (
    SELECT doc_id FROM versions WHERE verdict = 'accepted' AND standing = 'current'
    UNION ALL
    SELECT doc_id
    FROM parent_verdicts
    ANTI JOIN versions USING (inbox_no, source_path)
    WHERE verdict = 'accepted' AND standing = 'current'
) AS standing
WHERE list_contains($doc_ids, doc_id)
ORDER BY doc_id;

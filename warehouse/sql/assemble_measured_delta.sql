-- Purpose: what happens to documents between the parent and a candidate of which everything was measured again: all of
--          them are written anew. Which of those that stay changed is told when they are written (assemble_measured_alike).
-- Grain: one row a document (doc_id) of the candidate or of its parent.
-- Parameters: none. Reads: touched_verdicts (every verdict there is), parent_documents.
CREATE TEMP TABLE delta AS
WITH earliest_duplicates AS (
    SELECT duplicate_of AS doc_id, min(date_start) AS date_start
    FROM touched_verdicts
    WHERE verdict = 'duplicate' AND standing = 'current'
    GROUP BY duplicate_of
)
SELECT
    verdicts.doc_id,
    CASE WHEN parent_documents.doc_id IS NULL THEN 'added' ELSE 'changed' END AS change,
    verdicts.inbox_no,
    verdicts.source,
    verdicts.source_path,
    verdicts.filed_path,
    verdicts.date_start,
    least(verdicts.date_start, earliest_duplicates.date_start) AS earliest_date,
    verdicts.batch_no,
    FALSE AS is_move_only
FROM touched_verdicts AS verdicts
LEFT JOIN earliest_duplicates USING (doc_id)
LEFT JOIN parent_documents USING (doc_id)
WHERE verdicts.verdict = 'accepted' AND verdicts.standing = 'current'
UNION ALL
SELECT doc_id, 'removed', inbox_no, source, source_path, NULL, date_start, earliest_date, NULL, FALSE
FROM parent_documents
WHERE
    doc_id NOT IN (
        SELECT doc_id FROM touched_verdicts WHERE verdict = 'accepted' AND standing = 'current'
    );

-- Purpose: what happens to documents between the parent and a candidate that is made from all batches, because everything
--          was judged again: the parent's documents are compared with what is accepted and current now.
-- Grain: one row a document (doc_id) that is added, removed or changed.
-- Parameters: none. Reads: touched_verdicts (every verdict there is), parent_documents.
CREATE TEMP TABLE delta AS
WITH earliest_duplicates AS (
    SELECT duplicate_of AS doc_id, min(date_start) AS date_start
    FROM touched_verdicts
    WHERE verdict = 'duplicate' AND standing = 'current'
    GROUP BY duplicate_of
),
placed AS (
    SELECT
        verdicts.doc_id,
        verdicts.source,
        verdicts.source_path,
        verdicts.date_start,
        least(verdicts.date_start, earliest_duplicates.date_start) AS earliest_date,
        verdicts.batch_no
    FROM touched_verdicts AS verdicts
    LEFT JOIN earliest_duplicates USING (doc_id)
    WHERE verdicts.verdict = 'accepted' AND verdicts.standing = 'current'
)
SELECT doc_id, 'added' AS change, source, source_path, date_start, earliest_date, batch_no
FROM placed
ANTI JOIN parent_documents USING (doc_id)
UNION ALL
SELECT doc_id, 'removed', source, source_path, date_start, earliest_date, NULL
FROM parent_documents
ANTI JOIN placed USING (doc_id)
UNION ALL
SELECT placed.doc_id, 'changed', placed.source, placed.source_path, parent.date_start, placed.earliest_date, NULL
FROM placed
JOIN parent_documents AS parent USING (doc_id)
WHERE
    placed.source <> parent.source
    OR placed.source_path <> parent.source_path
    OR placed.earliest_date <> parent.earliest_date;

-- Purpose: what happens to documents between the parent and a candidate that is made from all batches, because everything
--          was judged again: the parent's documents are compared with what is accepted and current now.
-- Grain: one row a document (doc_id) that is added, removed, withdrawn or changed; is_move_only where its file was moved and nothing
--        else happened.
-- Parameters: none. Reads: touched_verdicts (every verdict there is), parent_documents, withdrawn_documents.
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
        verdicts.inbox_no,
        verdicts.source,
        verdicts.source_path,
        verdicts.filed_path,
        verdicts.date_start,
        least(verdicts.date_start, earliest_duplicates.date_start) AS earliest_date,
        verdicts.batch_no
    FROM touched_verdicts AS verdicts
    LEFT JOIN earliest_duplicates USING (doc_id)
    WHERE verdicts.verdict = 'accepted' AND verdicts.standing = 'current'
)
SELECT
    doc_id, 'added' AS change, inbox_no, source, source_path, filed_path, date_start, earliest_date, batch_no,
    FALSE AS is_move_only
FROM placed
ANTI JOIN parent_documents USING (doc_id)
UNION ALL
SELECT
    doc_id,
    CASE WHEN doc_id IN (SELECT doc_id FROM withdrawn_documents) THEN 'withdrawn' ELSE 'removed' END,
    inbox_no, source, source_path, NULL, date_start, earliest_date, NULL, FALSE
FROM parent_documents
ANTI JOIN placed USING (doc_id)
UNION ALL
SELECT
    placed.doc_id, 'changed', placed.inbox_no, placed.source, placed.source_path, NULL, parent.date_start,
    placed.earliest_date, NULL, placed.earliest_date = parent.earliest_date AND placed.filed_path = parent.source_path
FROM placed
JOIN parent_documents AS parent USING (doc_id)
WHERE
    placed.inbox_no <> parent.inbox_no
    OR placed.source <> parent.source
    OR placed.source_path <> parent.source_path
    OR placed.earliest_date <> parent.earliest_date;

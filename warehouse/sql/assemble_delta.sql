-- Purpose: what happens to documents between the parent and the candidate.
-- Grain: one row a document (doc_id) that is added, removed, withdrawn or changed; is_move_only where its file was moved and nothing
--        else happened.
-- Parameters: none. Reads: touched_verdicts, succession, parent_documents, parent_duplicates, withdrawn_documents.
CREATE TEMP TABLE delta AS
WITH placed AS (
    SELECT doc_id, inbox_no, source, source_path, filed_path, date_start, batch_no, is_new
    FROM touched_verdicts
    WHERE verdict = 'accepted' AND standing = 'current'
),
-- Documents that get or lose a duplicate: their earliest date is asked of all their duplicates again.
survivors AS (
    SELECT duplicate_of AS doc_id FROM touched_verdicts WHERE duplicate_of IS NOT NULL
    UNION
    SELECT duplicate_of AS doc_id FROM parent_duplicates SEMI JOIN touched_verdicts USING (inbox_no, source_path)
),
remaining_duplicates AS (
    SELECT duplicate_of AS doc_id, date_start
    FROM touched_verdicts
    WHERE verdict = 'duplicate' AND standing = 'current'
    UNION ALL
    SELECT parent.duplicate_of AS doc_id, parent.date_start
    FROM parent_duplicates AS parent
    ANTI JOIN touched_verdicts USING (inbox_no, source_path)
    WHERE parent.duplicate_of IN (SELECT doc_id FROM survivors)
),
earliest_duplicates AS (
    SELECT survivors.doc_id, min(remaining_duplicates.date_start) AS date_start
    FROM survivors
    LEFT JOIN remaining_duplicates USING (doc_id)
    GROUP BY survivors.doc_id
),
touched_documents AS (
    SELECT doc_id, inbox_no, source, source_path, date_start, earliest_date
    FROM parent_documents
    WHERE
        doc_id IN (SELECT doc_id FROM placed)
        OR doc_id IN (SELECT doc_id FROM survivors)
        OR doc_id IN (SELECT dropped_doc_id FROM succession)
)
SELECT
    placed.doc_id,
    'added' AS change,
    placed.inbox_no,
    placed.source,
    placed.source_path,
    placed.filed_path,
    placed.date_start,
    least(placed.date_start, earliest_duplicates.date_start) AS earliest_date,
    placed.batch_no,
    FALSE AS is_move_only
FROM placed
ANTI JOIN touched_documents USING (doc_id)
LEFT JOIN earliest_duplicates USING (doc_id)
UNION ALL
SELECT
    doc_id,
    CASE WHEN doc_id IN (SELECT doc_id FROM withdrawn_documents) THEN 'withdrawn' ELSE 'removed' END,
    inbox_no, source, source_path, NULL, date_start, earliest_date, NULL, FALSE
FROM touched_documents
WHERE doc_id IN (SELECT dropped_doc_id FROM succession) AND doc_id NOT IN (SELECT doc_id FROM placed)
UNION ALL
SELECT
    doc_id, 'changed', new_inbox_no, new_source, new_source_path, NULL, date_start, new_earliest_date, NULL,
    NOT is_placed_anew AND new_earliest_date = earliest_date
FROM (
    SELECT
        touched_documents.*,
        coalesce(placed.is_new, FALSE) AS is_placed_anew,
        coalesce(placed.inbox_no, touched_documents.inbox_no) AS new_inbox_no,
        coalesce(placed.source, touched_documents.source) AS new_source,
        coalesce(placed.source_path, touched_documents.source_path) AS new_source_path,
        CASE
            WHEN earliest_duplicates.doc_id IS NULL THEN touched_documents.earliest_date
            ELSE least(touched_documents.date_start, earliest_duplicates.date_start)
        END AS new_earliest_date
    FROM touched_documents
    LEFT JOIN placed USING (doc_id)
    LEFT JOIN earliest_duplicates USING (doc_id)
    WHERE placed.doc_id IS NOT NULL OR touched_documents.doc_id NOT IN (SELECT dropped_doc_id FROM succession)
) AS staying
WHERE
    new_inbox_no <> inbox_no
    OR new_source <> source
    OR new_source_path <> source_path
    OR new_earliest_date <> earliest_date;

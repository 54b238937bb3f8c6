-- Purpose: what happens to documents between the parent and the candidate.
-- Grain: one row a document (doc_id) that is added, removed or changed.
-- Parameters: none. Reads: touched_verdicts, succession, parent_documents.
CREATE TEMP TABLE delta AS
WITH placed AS (
    SELECT doc_id, source, source_path, date_start, batch_no
    FROM touched_verdicts
    WHERE verdict = 'accepted' AND standing = 'current'
),
earliest_duplicates AS (
    SELECT duplicate_of AS doc_id, min(date_start) AS date_start
    FROM touched_verdicts
    WHERE verdict = 'duplicate' AND standing = 'current'
    GROUP BY duplicate_of
),
touched_documents AS (
    SELECT doc_id, source, source_path, date_start, earliest_date
    FROM parent_documents
    WHERE
        doc_id IN (SELECT doc_id FROM placed)
        OR doc_id IN (SELECT doc_id FROM earliest_duplicates)
        OR doc_id IN (SELECT dropped_doc_id FROM succession)
)
SELECT
    placed.doc_id,
    'added' AS change,
    placed.source,
    placed.source_path,
    placed.date_start,
    least(placed.date_start, earliest_duplicates.date_start) AS earliest_date,
    placed.batch_no
FROM placed
ANTI JOIN touched_documents USING (doc_id)
LEFT JOIN earliest_duplicates USING (doc_id)
UNION ALL
SELECT doc_id, 'removed', source, source_path, date_start, earliest_date, NULL
FROM touched_documents
WHERE doc_id IN (SELECT dropped_doc_id FROM succession) AND doc_id NOT IN (SELECT doc_id FROM placed)
UNION ALL
SELECT
    touched_documents.doc_id,
    'changed',
    coalesce(placed.source, touched_documents.source),
    coalesce(placed.source_path, touched_documents.source_path),
    touched_documents.date_start,
    least(touched_documents.earliest_date, earliest_duplicates.date_start),
    NULL
FROM touched_documents
LEFT JOIN placed USING (doc_id)
LEFT JOIN earliest_duplicates USING (doc_id)
WHERE
    (placed.doc_id IS NOT NULL OR touched_documents.doc_id NOT IN (SELECT dropped_doc_id FROM succession))
    AND (
        placed.source <> touched_documents.source
        OR placed.source_path <> touched_documents.source_path
        OR earliest_duplicates.date_start < touched_documents.earliest_date
    );

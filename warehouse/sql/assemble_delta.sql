-- Purpose: what happens to documents between the parent and the candidate.
-- Grain: one row a document (doc_id) that is added, removed or changed.
-- Parameters: none. Reads: touched_verdicts, succession, parent_documents, parent_duplicates.
CREATE TEMP TABLE delta AS
WITH placed AS (
    SELECT doc_id, source, source_path, date_start, batch_no
    FROM touched_verdicts
    WHERE verdict = 'accepted' AND standing = 'current'
),
-- Documents that get or lose a duplicate: their earliest date is asked of all their duplicates again.
survivors AS (
    SELECT duplicate_of AS doc_id FROM touched_verdicts WHERE duplicate_of IS NOT NULL
    UNION
    SELECT duplicate_of AS doc_id FROM parent_duplicates SEMI JOIN touched_verdicts USING (source, source_path)
),
remaining_duplicates AS (
    SELECT duplicate_of AS doc_id, date_start
    FROM touched_verdicts
    WHERE verdict = 'duplicate' AND standing = 'current'
    UNION ALL
    SELECT parent.duplicate_of AS doc_id, parent.date_start
    FROM parent_duplicates AS parent
    ANTI JOIN touched_verdicts USING (source, source_path)
    WHERE parent.duplicate_of IN (SELECT doc_id FROM survivors)
),
earliest_duplicates AS (
    SELECT survivors.doc_id, min(remaining_duplicates.date_start) AS date_start
    FROM survivors
    LEFT JOIN remaining_duplicates USING (doc_id)
    GROUP BY survivors.doc_id
),
touched_documents AS (
    SELECT doc_id, source, source_path, date_start, earliest_date
    FROM parent_documents
    WHERE
        doc_id IN (SELECT doc_id FROM placed)
        OR doc_id IN (SELECT doc_id FROM survivors)
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
SELECT doc_id, 'changed', new_source, new_source_path, date_start, new_earliest_date, NULL
FROM (
    SELECT
        touched_documents.*,
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
WHERE new_source <> source OR new_source_path <> source_path OR new_earliest_date <> earliest_date;

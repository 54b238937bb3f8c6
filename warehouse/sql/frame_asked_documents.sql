-- Purpose: the published documents that something of this candidate is about, looked up once in all files: those that
--          change, those of accepted files, and duplicates with the documents that stay. Asked range by range of ids.
-- Grain: one row a document (doc_id) that is there.
-- Parameters: $first_id, $end_id (ids from the first one and below the other). Reads: delta, touched_verdicts,
--             new_duplicates, documents (of the candidate). Adds to: asked_documents.
INSERT INTO asked_documents
WITH asked AS (
    SELECT doc_id FROM delta WHERE doc_id >= $first_id AND doc_id < $end_id
    UNION
    SELECT doc_id FROM touched_verdicts
    WHERE verdict IN ('accepted', 'duplicate') AND standing = 'current' AND doc_id >= $first_id AND doc_id < $end_id
    UNION
    SELECT doc_id
    FROM (
        SELECT unnest([doc_id, duplicate_of]) AS doc_id FROM new_duplicates
        SEMI JOIN touched_verdicts USING (inbox_no, source_path)
    )
    WHERE doc_id >= $first_id AND doc_id < $end_id
)
SELECT doc_id, min(date_start) AS date_start, count(*) AS occurrence_count
FROM documents
SEMI JOIN asked USING (doc_id)
GROUP BY doc_id;

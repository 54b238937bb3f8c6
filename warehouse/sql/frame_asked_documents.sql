-- Purpose: the published documents that something of this candidate is about, looked up once in all files: those that
--          change, those of accepted files, and duplicates with the documents that stay.
-- Grain: one row a document (doc_id) that is there.
-- Parameters: none. Reads: delta, touched_verdicts, new_duplicates, documents (of the candidate).
CREATE OR REPLACE TEMP TABLE asked_documents AS
WITH asked AS (
    SELECT doc_id FROM delta
    UNION
    SELECT doc_id FROM touched_verdicts WHERE verdict IN ('accepted', 'duplicate') AND standing = 'current'
    UNION
    SELECT unnest([doc_id, duplicate_of]) AS doc_id FROM new_duplicates
    SEMI JOIN touched_verdicts USING (inbox_no, source_path)
)
SELECT doc_id, min(date_start) AS date_start, count(*) AS occurrence_count
FROM documents
SEMI JOIN asked USING (doc_id)
GROUP BY doc_id;

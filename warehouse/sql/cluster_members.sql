-- Purpose: documents, what they are duplicates of, and all duplicates of those: what is one text to a reader.
-- Grain: one row a document (doc_id).
-- Parameters: $doc_ids. Reads: all_duplicates.
WITH survivors AS (
    SELECT unnest($doc_ids::VARCHAR[]) AS doc_id
    UNION
    SELECT duplicate_of FROM all_duplicates WHERE doc_id IN (SELECT unnest($doc_ids::VARCHAR[]))
)
SELECT doc_id FROM survivors
UNION
SELECT doc_id FROM all_duplicates WHERE duplicate_of IN (SELECT doc_id FROM survivors)
ORDER BY doc_id;

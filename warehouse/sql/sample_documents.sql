-- Purpose: the documents with the smallest ids.
-- Grain: one row a document, by doc_id.
-- Parameters: $size. Reads: new_documents, kept_sample.
WITH chosen AS (
    SELECT doc_id FROM (SELECT doc_id FROM new_documents UNION ALL SELECT doc_id FROM kept_sample)
    ORDER BY doc_id
    LIMIT $size
)
SELECT * FROM (SELECT * FROM new_documents UNION ALL BY NAME SELECT * FROM kept_sample)
WHERE doc_id IN (SELECT doc_id FROM chosen)
ORDER BY doc_id;

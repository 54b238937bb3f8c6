-- Purpose: the texts of some documents.
-- Grain: one row a document (doc_id).
-- Parameters: $doc_ids. Reads: staged_documents (of the batches that hold them).
SELECT doc_id, any_value(text) AS text, any_value(text_sha256) AS text_sha256
FROM staged_documents
WHERE doc_id IN (SELECT unnest($doc_ids::VARCHAR[]))
GROUP BY doc_id
ORDER BY doc_id;

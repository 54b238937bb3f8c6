-- Purpose: the documents of a release that were taken down since.
-- Grain: one row a document (doc_id).
-- Parameters: $doc_ids. Reads: documents (of the release).
SELECT doc_id
FROM documents
WHERE doc_id IN (SELECT unnest($doc_ids::VARCHAR[]))
ORDER BY doc_id;

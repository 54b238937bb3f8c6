-- Purpose: the documents of a batch that hold some normalised text.
-- Grain: one row a document (doc_id).
-- Parameters: $text_sha256s. Reads: batch_files (settled files of the batch).
SELECT DISTINCT doc_id, text_sha256
FROM batch_files
WHERE verdict <> 'rejected' AND text_sha256 IN (SELECT unnest($text_sha256s::VARCHAR[]))
ORDER BY doc_id;

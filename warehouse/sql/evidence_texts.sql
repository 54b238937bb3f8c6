-- Purpose: the texts of refused files, to show what in them made the judge refuse.
-- Grain: one row a document id; texts of equal bytes are equal.
-- Parameters: $doc_ids. Reads: staged_documents (of the batches that the files came with).
SELECT DISTINCT doc_id, text
FROM staged_documents
WHERE list_contains($doc_ids, doc_id)
ORDER BY doc_id;

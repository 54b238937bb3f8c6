-- Purpose: the documents whose parts are to be read, in the order in which they lie in their files.
-- Grain: one row a document.
-- Parameters: none. Reads: placed_documents.
SELECT * EXCLUDE (doc_id, batch_id)
FROM placed_documents
ORDER BY file_key, document_row;

-- Purpose: the new documents of which the parts were not found sound: SQL counts their errors. Normally there are none.
-- Grain: one row a document (doc_id).
-- Parameters: none. Reads: new_contents, placed_documents, unsound_documents (by file and row of the documents' file).
CREATE OR REPLACE TEMP TABLE suspect_documents AS
SELECT DISTINCT doc_id
FROM new_contents
WHERE doc_id NOT IN (
    SELECT doc_id FROM placed_documents ANTI JOIN unsound_documents USING (file_key, document_row)
);

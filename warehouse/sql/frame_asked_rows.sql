-- Purpose: the new documents whose parts are read, as rows of the files that they lie in; all others are suspect.
-- Grain: one row a document, in the order in which they lie in their files.
-- Parameters: none. Reads: new_documents (files that the candidate wrote, with filename and file_row_number),
--             new_contents, frame_examples (ids that are there more than once).
SELECT
    regexp_extract(filename, '-([\d-]+)\.parquet$', 1) AS file_key,
    file_row_number AS document_row
FROM new_documents
SEMI JOIN new_contents USING (doc_id)
ANTI JOIN (SELECT doc_id FROM frame_examples WHERE figure = 'repeated_doc_id_count') AS repeated USING (doc_id)
ORDER BY file_key, document_row;

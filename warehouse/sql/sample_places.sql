-- Purpose: which documents have the smallest ids, and where they lie; their texts are read there, for whoever reads texts in
--          SQL reads those of whole row groups at once.
-- Grain: one row a document, by doc_id.
-- Parameters: $size. Reads: new_documents, kept_sample (both with filename and file_row_number).
SELECT doc_id, filename, file_row_number
FROM (
    SELECT doc_id, filename, file_row_number FROM new_documents
    UNION ALL
    SELECT doc_id, filename, file_row_number FROM kept_sample
)
ORDER BY doc_id, filename, file_row_number
LIMIT $size;

-- Purpose: texts that took the place of an accepted one under the same path: they were written again after their date.
-- Grain: one row a document (doc_id).
-- Parameters: none. Reads: documents, verdicts.
SELECT DISTINCT documents.doc_id
FROM documents
SEMI JOIN (
    SELECT inbox_no, source, source_path
    FROM verdicts
    WHERE standing = 'superseded' AND verdict = 'accepted'
) AS superseded USING (inbox_no, source, source_path);

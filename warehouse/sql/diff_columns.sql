-- Purpose: in how many changed documents each column differs.
-- Grain: one row.
-- Parameters: none. Reads: a_documents, b_documents, document_differences. Places: {{counts}}.
SELECT {{counts}}
FROM a_documents AS a
JOIN b_documents AS b USING (doc_id)
SEMI JOIN (SELECT doc_id FROM document_differences WHERE change = 'changed') AS changed USING (doc_id);
